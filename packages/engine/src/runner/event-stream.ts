import type { RunEvent } from "../core/events.ts";
import type { RunExecution } from "./run-execution.ts";
import { shownEvent } from "./shown-event.ts";

/** Read at a time, so that a long journal is not copied as a whole. */
const chunk = 256;

/**
 * The events of a run from the first one on, and then as they come. Each iteration has a place of its own in the
 * journal, so a slow listener, or one that went away, costs nothing.
 */
export function createEventStream(execution: RunExecution): AsyncIterable<RunEvent> {
  return { [Symbol.asyncIterator]: () => iterate(execution) };
}

async function* iterate(execution: RunExecution): AsyncGenerator<RunEvent, void, undefined> {
  let position = 0;
  for (;;) {
    // Looked at in the turn in which the listener is set, so that no change falls between.
    while (execution.stored === position) {
      if (execution.isOver) return;
      await nextChange(execution);
    }
    const events = await execution.journal.read(position, chunk);
    position += events.length;
    for (const event of events) yield shownEvent(event);
  }
}

function nextChange(execution: RunExecution): Promise<void> {
  return new Promise((resolve) => {
    const unlisten = execution.listen(() => {
      unlisten();
      resolve();
    });
  });
}
