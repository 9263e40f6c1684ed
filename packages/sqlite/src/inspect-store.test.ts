import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createClassRegistry, StoreError } from "@stepspan/engine";
import { createReadingCodec } from "@stepspan/engine/reading";
import { describe, expect, it, onTestFinished } from "vitest";
import { startProgram } from "../../../test/support/child-program.ts";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { appendAll, runEvents } from "./fixtures/run-events.ts";
import { createFileOfVersion1 } from "./fixtures/version-1-file.ts";
import { inspectStore } from "./inspect-store.ts";
import { sqliteReader } from "./sqlite-reader.ts";
import { sqliteStore } from "./sqlite-store.ts";

function inspected(path: string) {
  const inspection = inspectStore(path);
  onTestFinished(() => inspection.close());
  return inspection;
}

function change(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

async function storeWith(runs: readonly string[], events = 3): Promise<string> {
  const path = temporaryFile();
  const store = sqliteStore(path);
  for (const runId of runs) await appendAll(store.open(runId), runEvents(runId, events), 100);
  await store.states.write({ workflow: "w", step: null }, 0, { a: 1 });
  await store.states.write({ workflow: "w", step: "s" }, 0, { a: 1 });
  store.close();
  return path;
}

describe("inspectStore", () => {
  it("finds nothing wrong with what is as it was written", async () => {
    const path = await storeWith(["one", "\u001b[2J"], 1300); // more than are read at once
    const inspection = inspected(path);
    expect(inspection).toMatchObject({ schemaVersion: 3, counts: { runs: 2, states: 2, memos: 0 } });
    expect(inspection.sqliteRelease).toBe(process.versions.sqlite);
    expect(inspection.bytes.file).toBeGreaterThan(10_000);
    expect(inspection.structure()).toEqual([]);
    const whole = {
      workflow: "w",
      status: "running",
      events: 1300,
      isOver: false,
      owner: { kind: "nobody" },
      damages: [],
    };
    expect([...inspection.runs()]).toEqual([
      { runId: "one", ...whole },
      { runId: "\u001b[2J", ...whole },
    ]);
    expect([...inspection.states()].map(({ isDamaged }) => isDamaged)).toEqual([false, false]);
  });

  it("names what is damaged, and goes on with the next", async () => {
    const path = await storeWith(["cut", "changed", "whole", "row"]);
    change(
      path,
      `DELETE FROM events WHERE run = 1 AND sequence = 3;
       UPDATE events SET json = replace(json, 'v1', 'v7') WHERE run = 2 AND sequence = 2;
       UPDATE runs SET workflow = 'other' WHERE number = 4;
       UPDATE states SET json = json || ' ' WHERE key = '["w","s"]'`,
    );
    const inspection = inspected(path);
    expect([...inspection.runs()].map(({ runId, damages }) => [runId, damages])).toEqual([
      ["cut", [damagedEvent(3, "cut")]],
      ["changed", [damagedEvent(2, "changed")]],
      ["whole", []],
      [
        "row",
        [
          'Run "row" cannot be listed or continued: its row is not what was written. Restore the file from a backup; the events of the run may still be read.',
        ],
      ],
    ]);
    expect([...inspection.states()]).toEqual([
      { key: '["w","s"]', isDamaged: true },
      { key: '["w",null]', isDamaged: false },
    ]);
  });

  it("tells whose process has a run, and whether that is alive", async () => {
    const path = temporaryFile();
    const child = startProgram(join(import.meta.dirname, "fixtures/own-until-killed.ts"), path, "writer");
    await once(child.stdout, "data");
    const owner = () => [...inspected(path).runs()][0]?.owner;
    expect(owner()).toMatchObject({ kind: "alive", process: child.pid });
    child.kill("SIGKILL");
    await once(child, "close");
    expect(owner()).toEqual({ kind: "dead", process: child.pid });
    change(path, "UPDATE owners SET namespace = 'linux of another machine', until = 8e12");
    expect(owner()).toEqual({ kind: "elsewhere", until: 8e12 });
    change(path, "UPDATE owners SET until = 1000");
    expect(owner()).toEqual({ kind: "expired", until: 1000 });
    change(path, "DELETE FROM owners");
    expect(owner()).toEqual({ kind: "expired", until: null });
  });

  it("refuses files that are no stores, and those of another version", () => {
    const missing = temporaryFile();
    expect(() => inspectStore(missing)).toThrow(
      new StoreError(
        `The store ${JSON.stringify(missing)} could not be opened: there is no such file, and inspectStore makes none. Give the path of the file that sqliteStore writes.`,
      ),
    );
    const old = temporaryFile();
    createFileOfVersion1(old, []);
    expect(() => inspectStore(old)).toThrow(
      new StoreError(
        `The store ${JSON.stringify(old)} is of schema version 1, and inspectStore reads version 3. Open it once with sqliteStore, which brings it up to date.`,
      ),
    );
  });
});

function damagedEvent(sequence: number, runId: string): string {
  return `Event ${sequence} of run "${runId}" is damaged or missing: it is not what was written. Restore the file from a backup, or run the workflow again; other runs can still be read.`;
}

describe("sqliteReader with a codec", () => {
  it("reads instances of classes that it does not have", async () => {
    class Money {
      readonly cents: number;
      constructor(cents: number) {
        this.cents = cents;
      }
    }
    const classes = createClassRegistry();
    classes.registerClass(Money, { name: "Money", encode: ({ cents }) => cents, decode: (cents) => new Money(cents as number) }); // biome-ignore format: one line
    const path = temporaryFile();
    const store = sqliteStore(path, { classes });
    const [first] = runEvents("r", 1);
    await store.open("r").append(0, [{ ...first, input: new Money(5) } as typeof first & object]);
    store.close();
    const reading = sqliteReader(path, { codec: createReadingCodec() });
    const plain = sqliteReader(path);
    onTestFinished(() => [reading, plain].forEach((reader) => void reader.close()));
    expect(await reading.open("r").read(0, 1)).toMatchObject([{ input: { className: "Money", form: 5 } }]);
    expect(() => plain.open("r").read(0, 1)).toThrow(/Money/);
  });
});
