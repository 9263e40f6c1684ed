import type { StoredRun } from "@stepspan/engine";
import type { boundedQueue } from "./bounded-queue.ts";
import type { EventStream } from "./event-stream.ts";
import type { ChangesEventName, MissedMessage } from "./protocol.ts";
import type { SummaryOf } from "./run-summaries.ts";

/** Runs that wait for a slow reader. */
export const mostWaiting = 1_000;

/** The runs that changed while a page was slow. */
export type ChangedRuns = ReturnType<typeof boundedQueue<StoredRun>>;

/** Tells a page of runs that begin, or whose status changes, until it is gone. */
export async function streamChanges(stream: EventStream, changed: ChangedRuns, summaryOf: SummaryOf): Promise<void> {
  while (stream.isOpen) {
    const { items, missed } = changed.take();
    const tell = (event: ChangesEventName, json: string) => stream.send(event, json);
    if (missed > 0) await tell("missed", JSON.stringify({ count: missed } satisfies MissedMessage));
    for (const run of items) await tell("run", JSON.stringify(await summaryOf(run)));
    if (items.length === 0) await stream.rest();
  }
}
