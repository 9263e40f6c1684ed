import { newerRemedy, unreadable } from "../codec/unreadable.ts";
import type { RunEvent } from "../core/events.ts";
import { describeThrown } from "../errors/thrown.ts";
import { eventForms } from "./event-forms.ts";

/** What a store gives as the events of a run is what an engine wrote, as far as that can be seen. @throws StoreError */
export function checkJournal(runId: string, events: readonly RunEvent[]): void {
  const what = (index: number) => `Event ${index + 1} of run ${JSON.stringify(runId)}`;
  events.forEach((event, index) => {
    if (!Object.hasOwn(eventForms, event.type)) {
      const problem = `is of the type ${JSON.stringify(event.type)}, which this release does not know`;
      throw unreadable(what(index), "", problem, newerRemedy);
    }
    if (event.sequence === index + 1) return;
    const found = describeThrown(event.sequence);
    throw unreadable(what(index), "", `has the sequence number ${found}: events are missing or out of order`);
  });
  if (events.length === 0) throw unreadable(`Run ${JSON.stringify(runId)}`, "", "has no events");
}
