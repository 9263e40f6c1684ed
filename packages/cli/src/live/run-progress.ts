import { nodeKindOf, type Plan } from "@stepspan/engine";
import type { RunEvent } from "stepspan";
import { applyToRow } from "./apply-to-row.ts";
import { isSettled, type Row, type RowStatus } from "./row.ts";

/** How a run goes: the fold of its events, as rows that can be drawn. It changes with each event. */
export interface RunProgress {
  readonly workflow: string;
  /** Empty before the first event. */
  readonly runId: string;
  /** Null before the first event. */
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly status: RunStatusShown;
  /** Those of the workflow itself, in the order written; others hang below them. */
  readonly rows: readonly Row[];
  /** How many rows of each status there are, sub-workflows included. */
  readonly counts: Readonly<Record<RowStatus, number>>;
  /** Takes the next event. @returns the row that it is about, also if it is about one item of it; null for none */
  apply(event: RunEvent): Row | null;
}

/** `cancelling`: somebody asked for it, and it is not over. */
export type RunStatusShown = "running" | "paused" | "parked" | "cancelling" | "succeeded" | "failed" | "cancelled";

/** A run of which nothing is known but its plan. */
export function createRunProgress(plan: Plan): RunProgress {
  return new Progress(plan);
}

class Progress implements RunProgress {
  readonly workflow: string;
  runId = "";
  startedAt: number | null = null;
  finishedAt: number | null = null;
  status: RunStatusShown = "running";
  readonly rows: readonly Row[];
  readonly counts = { ...noRows };
  readonly #rowOf = new Map<string, Row>();
  readonly #planBelow = new Map<Row, Plan>();

  constructor(plan: Plan) {
    this.workflow = plan.name;
    this.rows = this.#add(plan, "", 0);
  }

  apply(event: RunEvent): Row | null {
    this.#applyToRun(event);
    if (!("path" in event) || event.path === "") return null;
    const own = this.#rowOf.get(event.path);
    const row = own ?? this.#rowOf.get(ownerOf(event.path));
    if (row === undefined) return null; // a step below an item: the item stands for it
    const before = row.status;
    applyToRow(row, event, own === undefined);
    if (event.type === "child-started") this.#begin(row);
    this.counts[before] -= 1;
    this.counts[row.status] += 1;
    return row;
  }

  #applyToRun(event: RunEvent): void {
    switch (event.type) {
      case "run-started":
        this.runId = event.runId;
        this.startedAt = event.time;
        return;
      case "run-paused":
        this.status = "paused";
        return;
      case "run-parked":
        this.status = "parked";
        return;
      case "run-resumed":
        this.status = "running";
        if (event.isRestart) for (const row of this.#rowOf.values()) this.#loseAttempt(row, event.time);
        return;
      case "cancel-requested":
        if (event.path === "") this.status = "cancelling";
        return;
      case "run-finished":
        this.status = event.status;
        this.finishedAt = event.time;
        return;
      default:
    }
  }

  /** What was running when its process ended runs no more; it is started again, or settles. */
  #loseAttempt(row: Row, time: number): void {
    row.items?.running.clear();
    const last = row.stretches.at(-1);
    if (last !== undefined) last.until ??= time;
    if (row.kind !== "step" || row.status !== "running") return;
    this.counts[row.status] -= 1;
    row.status = "queued";
    this.counts[row.status] += 1;
  }

  #begin(row: Row): void {
    const plan = this.#planBelow.get(row);
    if (plan === undefined) return;
    this.#planBelow.delete(row);
    row.children = this.#add(plan, `${row.path}/`, row.depth + 1);
  }

  #add(plan: Plan, prefix: string, depth: number): readonly Row[] {
    return plan.steps.map((step, index) => {
      const kind = nodeKindOf(step);
      const row = createRow(`${prefix}${plan.paths[index]}`, step.name, kind, depth);
      this.#rowOf.set(row.path, row);
      this.counts.pending += 1;
      const { form } = step;
      if (form.kind === "single" && form.body.kind === "workflow") this.#planBelow.set(row, form.body.subflow.plan);
      return row;
    });
  }
}

const noRows: Readonly<Record<RowStatus, number>> = {
  pending: 0,
  queued: 0,
  running: 0,
  "backing-off": 0,
  suspended: 0,
  succeeded: 0,
  reused: 0,
  failed: 0,
  tolerated: 0,
  skipped: 0,
  cancelled: 0,
};

/** Ends the path of an item, an iteration or a turn; names have no brackets and no # in paths. */
const part = /(?:\[\d+\]|#\d+)$/;

function ownerOf(path: string): string {
  return path.replace(part, "");
}

function createRow(path: string, name: string, kind: Row["kind"], depth: number): Row {
  const times = { startedAt: null, finishedAt: null, attempts: 0, items: null, stretches: [] };
  return { path, name, kind, depth, status: "pending", ...times, note: null, error: null, children: [] };
}

/** All rows, those of sub-workflows behind their step. */
export function flatRows(rows: readonly Row[]): readonly Row[] {
  return rows.flatMap((row) => (row.children.length === 0 ? row : [row, ...flatRows(row.children)]));
}

/** How many of all rows have settled. */
export function settledCount(counts: RunProgress["counts"]): number {
  return (Object.keys(counts) as RowStatus[]).filter(isSettled).reduce((sum, status) => sum + counts[status], 0); // its keys by its type
}
