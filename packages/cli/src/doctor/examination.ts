import { visibleText } from "@stepspan/engine/reading";
import { inspectStore, type OwnerState, type RunInspection } from "@stepspan/sqlite";
import { commandText } from "../running/command-text.ts";

/** What was found in a store. */
export interface Examination {
  readonly store: string;
  /** Null if the file could not be opened. */
  readonly facts: StoreFacts | null;
  /** Runs that are not over. */
  readonly open: readonly OpenRun[];
  /** What is wrong, and what to do about it; empty if all is well. */
  readonly problems: readonly string[];
}

export interface StoreFacts {
  readonly schemaVersion: number;
  readonly sqliteRelease: string;
  readonly bytes: { readonly file: number; readonly log: number };
  readonly counts: { readonly runs: number; readonly events: number; readonly states: number; readonly memos: number };
}

export interface OpenRun {
  readonly runId: string | null;
  readonly workflow: string | null;
  readonly status: string;
  readonly events: number;
  readonly owner: OwnerState;
}

/** Looks at all of a store: its structure, the checksums of each run and state, and who has the runs that are open. */
export function examine(store: string): Examination {
  let inspection: ReturnType<typeof inspectStore>;
  try {
    inspection = inspectStore(store);
  } catch (thrown) {
    return { store, facts: null, open: [], problems: [messageOf(thrown)] };
  }
  try {
    return examined(store, inspection);
  } finally {
    inspection.close();
  }
}

function examined(store: string, inspection: ReturnType<typeof inspectStore>): Examination {
  const { schemaVersion, sqliteRelease, bytes, counts } = inspection;
  const problems: string[] = [];
  const open: OpenRun[] = [];
  let events = 0;
  // Each part by itself: a damage in one must not hide the others.
  attempt(problems, () => {
    for (const problem of inspection.structure()) problems.push(`The structure of the file is damaged: ${problem}.`);
  });
  attempt(problems, () => {
    for (const run of inspection.runs()) {
      events += run.events;
      problems.push(...problemsOf(run, store));
      if (!run.isOver) open.push(briefly(run));
    }
  });
  attempt(problems, () => {
    for (const { key, isDamaged } of inspection.states()) if (isDamaged) problems.push(damagedState(key));
  });
  return { store, facts: { schemaVersion, sqliteRelease, bytes, counts: { ...counts, events } }, open, problems };
}

function briefly({ runId, workflow, status, events, owner }: RunInspection): OpenRun {
  return { runId, workflow, status, events, owner };
}

function problemsOf(run: RunInspection, store: string): readonly string[] {
  const { runId, workflow, status, isOver, owner, damages } = run;
  if (isOver || runId === null) return damages;
  const subject = `Run ${JSON.stringify(runId)} of workflow ${JSON.stringify(workflow)}`;
  const at = ["--store", store];
  const goOn = `Go on with it: ${commandText("resume", [runId, "<file>", ...at])}`;
  if (status === "parked") {
    return [...damages, `${subject} is parked. See why: ${commandText("show", [runId, ...at])}. ${goOn}`];
  }
  if (status !== "running" || (owner.kind !== "dead" && owner.kind !== "expired")) return damages;
  const why = owner.kind === "dead" ? `its process ${owner.process} has ended` : "its process let its lease run out";
  return [...damages, `${subject} is running, but ${why}. ${goOn}`];
}

function damagedState(key: string): string {
  return `The state ${visibleText(key)} is damaged: it is not what was written. Restore the file from a backup.`;
}

function attempt(problems: string[], look: () => void): void {
  try {
    look();
  } catch (thrown) {
    problems.push(messageOf(thrown));
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
