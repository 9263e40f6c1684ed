import type { Engine, RunEvent, Store, StoredRun } from "@stepspan/engine";
import type { StoredRunSummary } from "./protocol.ts";

/** What never changes of a run, and that only its first event says. */
type Start = Pick<StoredRunSummary, "version" | "metadata" | "parentRunId" | "rerunOf">;

const mostKept = 2_000;
const mostEntries = 50;
const longestText = 200;
const unknownStart: Start = { version: null, metadata: {}, parentRunId: null, rerunOf: null };

export type SummaryOf = (run: StoredRun) => Promise<StoredRunSummary>;

/** Runs in brief. What their first events say is kept for the runs asked for last. */
export function runSummaries(store: Store, engine: Pick<Engine, "handle">): SummaryOf {
  const starts = new Map<string, Start>();
  const startOf = async (runId: string): Promise<Start> => {
    const known = starts.get(runId);
    if (known !== undefined) return known;
    const [event] = await store.open(runId).read(0, 1);
    if (event?.type !== "run-started") return unknownStart;
    const start = startIn(event);
    starts.set(runId, start);
    for (const oldest of starts.keys()) {
      if (starts.size <= mostKept) break;
      starts.delete(oldest);
    }
    return start;
  };

  return async ({ runId, workflow, status, startedAt, finishedAt, events }) => {
    const start = await startOf(runId).catch(() => unknownStart); // who opens the run sees what is wrong with it
    const isOpenHere = engine.handle(runId) !== undefined;
    return { runId, workflow, status, startedAt, finishedAt, events, ...start, isOpenHere };
  };
}

function startIn({ version, metadata, parentRunId, rerunOf }: Extract<RunEvent, { type: "run-started" }>): Start {
  const shown = Object.entries(metadata).filter(([, value]) => isShort(value));
  return { version, metadata: Object.fromEntries(shown.slice(0, mostEntries)), parentRunId, rerunOf };
}

function isShort(value: unknown): boolean {
  if (typeof value === "string") return value.length <= longestText;
  return value === null || typeof value === "boolean" || Number.isFinite(value);
}
