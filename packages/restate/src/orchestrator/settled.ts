import { Phase, type RunExecution, runPathOf } from "@stepspan/engine/hosting";
import type { RunLine } from "./run-line.ts";

/**
 * Resolves when all that follows from what a run heard has been done, and nothing more can come of it by itself: what is
 * due in this turn of the event loop is over, and no schema is at work on a value.
 */
export async function settled(execution: RunExecution, line: RunLine): Promise<void> {
  do await new Promise(setImmediate);
  while (!execution.isOver && !line.isAsking && isAtWork(execution));
}

function isAtWork({ isEvaluating, host }: RunExecution): boolean {
  if (isEvaluating) return true;
  const { byPrefix, held } = host.root.tree;
  for (const state of byPrefix.values()) {
    if (!state.isFinishing || state.finished !== null || !isOpen(state)) continue;
    const path = runPathOf(state);
    if (!held.some((command) => command.type === "finish" && command.path === path)) return true; // else after the pause
  }
  return false;
}

/** A child run is finishing until the step above it has settled. */
function isOpen({ parent }: RunExecution["host"]["root"]): boolean {
  return parent === null || parent.state.phases[parent.index] === Phase.expanded;
}
