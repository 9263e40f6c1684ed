import type { DatabaseSync } from "node:sqlite";
import { type RunStatus, StoreError } from "@stepspan/engine";
import { createEventReader } from "./event-reader.ts";
import { isKnownDead, isVisible } from "./owner-process.ts";
import type { Reading } from "./reading.ts";
import { damagedRun, isWhole, type RunRow } from "./run-row.ts";
import type { RunRows } from "./run-rows.ts";
import { nameStoredAs } from "./stored-name.ts";

/**
 * Who has a run. `nobody`: it was given back, or is over. `alive`: a process of this machine. `dead`: one that has ended.
 * `expired`: its term is over, in milliseconds since the epoch. `elsewhere`: one that cannot be seen from here, whose
 * term lasts until then.
 */
export type OwnerState =
  | { readonly kind: "nobody" }
  | { readonly kind: "alive"; readonly process: number; readonly until: number }
  | { readonly kind: "dead"; readonly process: number }
  | { readonly kind: "expired"; readonly until: number | null }
  | { readonly kind: "elsewhere"; readonly until: number };

/** A run, looked at closely. */
export interface RunInspection {
  /** Null if it is damaged. */
  readonly runId: string | null;
  readonly workflow: string | null;
  readonly status: RunStatus;
  /** How many events it has. */
  readonly events: number;
  readonly isOver: boolean;
  readonly owner: OwnerState;
  /** What is damaged, in whole sentences; empty if nothing is. */
  readonly damages: readonly string[];
}

/** What runs are looked at with. */
export interface InspectionParts {
  readonly database: DatabaseSync;
  readonly rows: RunRows;
  readonly reading: Reading;
}

/** Events that are in memory at once. */
const batch = 500;

/** Looks at the run of a row: at all of its events, and at who has it. @param now in milliseconds since the epoch */
export function createRunInspector({
  database,
  rows,
  reading,
}: InspectionParts): (row: RunRow, now: number) => RunInspection {
  const readEvents = createEventReader(database);
  const findOwner = database.prepare("SELECT until, namespace, process FROM owners WHERE owner = ?");

  const ownerOf = ({ owner }: RunRow, now: number): OwnerState => {
    if (owner === null) return { kind: "nobody" };
    const term = findOwner.get(owner) as OwnerTerm | undefined; // the columns that are asked for
    return term === undefined ? { kind: "expired", until: null } : stateOf(term, now);
  };

  /** Its row as it is now: it may have grown since it was listed, and its events have to fit it. */
  const damagesOf = (listed: RunRow): readonly string[] => {
    const row = rows.find(nameStoredAs(listed.runId) ?? "") ?? listed;
    const damages = isWhole(row) ? [] : [damagedRun(row).message];
    const runId = nameStoredAs(row.runId);
    if (runId === null) return damages;
    try {
      for (let position = 0; position < row.length; position += batch) readEvents(runId, row, position, batch);
    } catch (thrown) {
      if (!(thrown instanceof StoreError)) throw thrown;
      damages.push(thrown.message);
    }
    return damages;
  };

  return (row, now) =>
    reading("look at its runs", () => ({
      runId: nameStoredAs(row.runId),
      workflow: nameStoredAs(row.workflow),
      status: row.status,
      events: row.length,
      isOver: row.finishedAt !== null,
      owner: ownerOf(row, now),
      damages: damagesOf(row),
    }));
}

interface OwnerTerm {
  readonly until: number;
  readonly namespace: string;
  readonly process: number;
}

function stateOf({ until, namespace, process }: OwnerTerm, now: number): OwnerState {
  const owner = { namespace, id: process };
  if (isKnownDead(owner)) return { kind: "dead", process };
  if (until < now) return { kind: "expired", until };
  return isVisible(owner) ? { kind: "alive", process, until } : { kind: "elsewhere", until };
}
