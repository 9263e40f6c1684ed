import { hasAborted } from "./halting.ts";
import type { CoreState } from "./state.ts";
import { runAt } from "./units.ts";

/** Of a run with more timers or child runs than that it is not worth the search. */
const mostLookedAt = 100;

/**
 * When the run has something to do by itself: its next timer; Infinity if it only waits for events; null if it may have
 * something to do at any time.
 */
export function dueAtOf(root: CoreState): number | null {
  const { tree } = root;
  if (tree.busy > 0 || tree.timers.size > mostLookedAt || tree.byPrefix.size > mostLookedAt) return null;
  for (const state of tree.byPrefix.values()) if (state.isFinishing) return null;
  let isWaiting = tree.isOpen;
  for (const { asking, waits } of tree.channels.values()) {
    if (asking !== null) return null;
    isWaiting ||= waits.size > 0;
  }
  // What was told to end may have ended before its time was over: then nothing comes of that timer.
  const dueTimes = [...tree.timers.values()]
    .filter(({ timer }) => timer.kind !== "grace" || hasAborted(runAt(root, timer.path), timer.always))
    .map(({ at }) => at);
  if (dueTimes.length === 0) return isWaiting ? Infinity : null;
  return Math.min(...dueTimes);
}
