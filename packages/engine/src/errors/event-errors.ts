import { StepspanError } from "./base.ts";

/** A message names no more events than this. */
const mostNamed = 10;

/** Events were sent to a run, and no step took them; the workflow says that this fails the run. */
export class UnhandledEventsError extends StepspanError {
  readonly code = "UNHANDLED_EVENTS";
  /** Their names, one for each event, in the order in which they were sent. */
  readonly events: readonly string[];

  constructor(workflow: string, events: readonly string[]) {
    const names = [...new Set(events)].slice(0, mostNamed).map((name) => `"${name}"`);
    const count = events.length === 1 ? "1 event" : `${events.length} events`;
    super(
      `Workflow "${workflow}" ended with ${count} that no step took: ${names.join(", ")}. Write a step with on() or wait() for them, or send them to a run that waits for them.`,
    );
    this.events = events;
  }
}
