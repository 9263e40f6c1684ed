import type { RunStatus } from "@stepspan/engine";
import type { StoredRunSummary } from "../../../src/protocol.ts";

/** Which runs the list shows. */
export interface RunFilter {
  readonly status: RunStatus | null;
  readonly workflow: string | null;
  /** A part of an id or of a workflow's name. */
  readonly search: string;
}

/** The part of the list that is known, the newest first. */
export interface RunList {
  readonly runs: readonly StoredRunSummary[];
  /** What to ask for behind the last; null if there is nothing. */
  readonly next: string | null;
}

export const anyRun: RunFilter = { status: null, workflow: null, search: "" };
export const noRuns: RunList = { runs: [], next: null };

/** The list with one more page behind it. */
export function withPage(list: RunList, page: RunList): RunList {
  const known = new Set(list.runs.map((run) => run.runId));
  return { runs: [...list.runs, ...page.runs.filter((run) => !known.has(run.runId))], next: page.next };
}

/** The list after a run began or changed: in its place, or gone if it is not meant any more. */
export function withChange(list: RunList, changed: StoredRunSummary, filter: RunFilter): RunList {
  const others = list.runs.filter((run) => run.runId !== changed.runId);
  if (!isMeant(changed, filter)) return others.length === list.runs.length ? list : { ...list, runs: others };
  const older = others.findIndex((run) => run.startedAt <= changed.startedAt);
  if (older === -1 && list.next !== null && others.length === list.runs.length) return list; // on a page that is not known yet
  const place = older === -1 ? others.length : older;
  return { ...list, runs: others.toSpliced(place, 0, changed) };
}

export function isMeant(run: StoredRunSummary, { status, workflow, search }: RunFilter): boolean {
  if (status !== null && run.status !== status) return false;
  if (workflow !== null && run.workflow !== workflow) return false;
  const part = search.toLowerCase();
  return run.runId.toLowerCase().includes(part) || run.workflow.toLowerCase().includes(part);
}
