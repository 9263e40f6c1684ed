import type { Plan, Run, Span, StepDefinition } from "@stepspan/engine";
import type { LayoutEdge } from "@stepspan/engine/reading";
import { planAt } from "./plan-places.ts";
import { countStatuses, isSettled, type StatusCounts } from "./statuses.ts";
import { partsOf } from "./step-rows.ts";

/** What the box of a step shows of its span. */
export interface NodePicture {
  readonly path: string;
  readonly status: Span["status"];
  /** How many items, turns or steps it holds in which status; null if it holds none. */
  readonly counts: StatusCounts | null;
  readonly partCount: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

/** The spans that the boxes stand for, in the order of the plan: of the run, or of the child run at a path. */
export function spansOf(run: Run, within: string): readonly Span[] {
  if (within === "") return run.rootSpan.steps;
  try {
    return run.spanAt(within).steps;
  } catch {
    return []; // it has not begun at this moment
  }
}

export function nodePicture(span: Span): NodePicture {
  const parts = partsOf(span);
  const counts = parts.length === 0 ? null : countStatuses(parts);
  const { path, status, startedAt, finishedAt } = span;
  return { path, status, counts, partCount: parts.length, startedAt, finishedAt };
}

/** Whether a box looks the same with both. */
export function samePicture(one: NodePicture, other: NodePicture): boolean {
  return (
    one.status === other.status &&
    one.finishedAt === other.finishedAt &&
    one.startedAt === other.startedAt &&
    one.partCount === other.partCount &&
    Object.entries(one.counts ?? {}).every(([status, count]) => other.counts?.[status as Span["status"]] === count)
  );
}

/**
 * Whether a way was not taken: a step at one of its ends was skipped or cancelled, or the step that it leads to has
 * settled without reading it. False while that is not known.
 */
export function isUntaken(edge: LayoutEdge, spans: readonly Span[]): boolean {
  const [from, to] = [spans[edge.from], spans[edge.to]];
  if (from === undefined || to === undefined) return false;
  if (isOut(from) || isOut(to)) return true;
  if (edge.kind === "order" || !isSettled(to.status)) return false;
  return !to.dependencies.some(({ step, read }) => read && step === from.name);
}

function isOut({ status }: Span): boolean {
  return status === "skipped" || status === "cancelled";
}

/** The path of a sub-workflow that can be opened from a box; null if its step is none, or runs it more than once. */
export function openablePath(step: StepDefinition, path: string): string | null {
  return step.form.kind === "single" && step.form.body.kind === "workflow" ? path : null;
}

/** The plans from that of the run to the one at a path, with the paths of their steps, for a trail to go back by. */
export function trailTo(plan: Plan, within: string): readonly { readonly path: string; readonly name: string }[] {
  const trail = [{ path: "", name: plan.name }];
  const segments = within === "" ? [] : within.split("/");
  for (let count = 1; count <= segments.length; count++) {
    const path = segments.slice(0, count).join("/");
    trail.push({ path, name: planAt(plan, path)?.name ?? path });
  }
  return trail;
}
