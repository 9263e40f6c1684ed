import type { RunEvent, RunHandle } from "stepspan";

/** Resolves with the first event of a run, from its beginning, for which this is true. @throws Error if it ends without one */
export async function observed(handle: RunHandle, isMeant: (event: RunEvent) => boolean): Promise<RunEvent> {
  for await (const event of handle.events) {
    if (event.type !== "event-emitted" && event.type !== "events-missed" && isMeant(event)) return event;
  }
  throw new Error(`The run ${handle.runId} ended without that event.`);
}

/** Resolves when a step of the run has come to this. */
export async function reached(handle: RunHandle, path: string, type: RunEvent["type"]): Promise<void> {
  await observed(handle, (event) => event.type === type && "path" in event && event.path === path);
}
