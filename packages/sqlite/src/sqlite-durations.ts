import type { DatabaseSync } from "node:sqlite";
import { type DurationStore, type StepDuration, type StepDurations, withDurations } from "@stepspan/engine";
import { checksumOfDurations } from "./checksum.ts";
import type { Reading } from "./reading.ts";
import type { Writer } from "./writer.ts";

/** What durations are kept with. */
export interface DurationsParts {
  readonly database: DatabaseSync;
  readonly reading: Reading;
  readonly writer: Writer;
}

/** A row, which may be damaged. */
interface DurationsRow {
  readonly json: string;
  readonly checksum: string;
}

/** Enough for years of releases, and for programs that make their workflows anew for each run. */
const mostVersions = 10_000;
const nothing: StepDurations = new Map();

/** How long steps took, in rows of a table. A row that is damaged counts as not there: runs learn it anew. */
export function createSqliteDurations({ database, reading, writer }: DurationsParts): DurationStore {
  const find = database.prepare("SELECT json, checksum FROM durations WHERE key = ?");
  const put = database.prepare("INSERT OR REPLACE INTO durations (key, json, checksum) VALUES (?, ?, ?)");
  const removeOldest = database.prepare(
    `DELETE FROM durations WHERE rowid <= (SELECT rowid FROM durations ORDER BY rowid DESC LIMIT 1 OFFSET ${mostVersions})`,
  );
  /** What was read last, so that it is the same map while nothing changes. */
  let last: { readonly key: string; readonly checksum: string; readonly durations: StepDurations } | null = null;

  const readStored = (key: string): StepDurations | null => {
    const row = find.get(key) as DurationsRow | undefined; // the columns that are asked for
    if (row === undefined) return null;
    const { json, checksum } = row;
    if (last?.key === key && last.checksum === checksum) return last.durations;
    if (checksumOfDurations(key, json) !== checksum) return null;
    const durations = durationsIn(json);
    last = { key, checksum, durations };
    return durations;
  };

  return {
    read(workflow, version) {
      const key = keyText(workflow, version);
      return reading("read how long steps took", () => readStored(key)) ?? nothing;
    },
    note(workflow, version, durations) {
      const key = keyText(workflow, version);
      return writer.write({
        act: "note how long steps took",
        perform() {
          const before = readStored(key);
          const json = jsonOf(withDurations(before ?? nothing, durations));
          put.run(key, json, checksumOfDurations(key, json));
          if (before === null) removeOldest.run();
        },
        undo: () => undefined,
      });
    },
  };
}

/** JSON escapes what a column cannot hold, and shows where each name ends. */
function keyText(workflow: string, version: string): string {
  return JSON.stringify([workflow, version]);
}

/** A list, since names of steps can be what objects have already. */
function jsonOf(durations: StepDurations): string {
  return JSON.stringify([...durations].map(([step, { mean, count }]) => [step, mean, count]));
}

/** @param json whose checksum is right */
function durationsIn(json: string): StepDurations {
  const entries = JSON.parse(json) as readonly (readonly [step: string, mean: number, count: number])[];
  return new Map(entries.map(([step, mean, count]): [string, StepDuration] => [step, { mean, count }]));
}
