import { newerRemedy, unreadable } from "../codec/unreadable.ts";
import { type Core, createCore } from "../core/core.ts";
import type { RunEvent } from "../core/events.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { StoreError } from "../errors/value-errors.ts";
import { eventForms } from "../journal/event-forms.ts";
import type { PlanOutline } from "../plan/outline.ts";
import type { Plan } from "../plan/plan.ts";
import type { Run } from "../spans/run.ts";
import { createRunView } from "../views/run-view.ts";
import { misplacement } from "./check-place.ts";
import { Effort } from "./effort.ts";
import { planOfOutline } from "./plan-of-outline.ts";

/** A run put together from its events alone, without its workflow; gives the same spans as `engine.runs.get`. */
export interface FollowedRun {
  /**
   * The graph as it was when the run began; its functions cannot be called. Another one after an event that says that the
   * run goes on with another definition.
   */
  readonly plan: Plan;
  /** A live view: reads as the run is at this moment. Another one where the plan is another. */
  readonly run: Run;
  /** How many events it has taken. */
  readonly length: number;
  /** Takes the next event. @throws StoreError for one that does not follow */
  apply(event: RunEvent): void;
}

/**
 * A run from its first event on, which is taken.
 *
 * @throws StoreError if that is not `run-started`, or its outline is that of no workflow
 */
export function followRun(started: RunEvent): FollowedRun {
  return followEvents([started]);
}

/**
 * A run with all these events, which begin with its first; with fewer of them it is the run as it was.
 *
 * @throws StoreError for the first event that does not follow those before it
 */
export function followEvents(events: readonly RunEvent[]): FollowedRun {
  const [started] = events;
  if (started === undefined) throw unreadable("A run", "", "has no events");
  if (started.type !== "run-started") {
    throw unreadable(placeOf(started, 1), "", 'is not "run-started", which comes first');
  }
  const changed = events.findLast((event) => event.type === "definition-changed");
  const followed = new Following(changed?.outline ?? started.outline, changed?.sequence ?? 1);
  for (const event of events) followed.apply(event);
  return followed;
}

class Following implements FollowedRun {
  #plan: Plan;
  #core: Core;
  #run: Run;
  readonly #effort = new Effort();
  readonly #events: RunEvent[] = [];
  /** The event whose outline the plan is made of. */
  #plannedBy: number;
  /** What was wrong with an event that was half taken: nothing can follow it. */
  #broken: StoreError | null = null;

  /** @param plannedBy the sequence number of the event that has the outline */
  constructor(outline: PlanOutline, plannedBy: number) {
    this.#plan = planOfOutline(outline);
    this.#core = createCore(this.#plan);
    this.#run = createRunView(this.#core.state);
    this.#plannedBy = plannedBy;
  }

  get plan(): Plan {
    return this.#plan;
  }

  get run(): Run {
    return this.#run;
  }

  get length(): number {
    return this.#events.length;
  }

  apply(event: RunEvent): void {
    if (this.#broken !== null) throw this.#broken;
    const problem = problemOf(event, this.length + 1, this.#events.at(-1));
    if (problem !== null) throw problem;
    try {
      if (event.type === "definition-changed" && event.sequence > this.#plannedBy) this.#changeDefinition(event);
      this.#take(this.#core, event);
      this.#events.push(event);
    } catch (thrown) {
      this.#broken = misplaced(event, this.length + 1, thrown);
      throw this.#broken;
    }
  }

  /** The events so far are folded under the new definition, as an engine does. */
  #changeDefinition({ outline, sequence }: Extract<RunEvent, { type: "definition-changed" }>): void {
    this.#effort.again(this.length);
    const plan = planOfOutline(outline);
    const core = createCore(plan);
    for (const event of this.#events) this.#take(core, event);
    this.#plan = plan;
    this.#core = core;
    this.#run = createRunView(core.state);
    this.#plannedBy = sequence;
  }

  #take(core: Core, event: RunEvent): void {
    const problem = misplacement(core.state, event);
    if (problem !== null) throw new Error(`Bug: ${problem}.`);
    this.#effort.forEvent(core.state, event);
    core.applyTo(event, this.#effort);
  }
}

/** What can be said against an event without a look at the run. */
function problemOf(event: RunEvent, sequence: number, before: RunEvent | undefined): StoreError | null {
  const refused = (problem: string) => unreadable(placeOf(event, sequence), "", problem);
  if (!Object.hasOwn(eventForms, event.type)) {
    const problem = `is of the type ${JSON.stringify(event.type)}, which this release does not know`;
    return unreadable(`Event ${sequence}`, "", problem, newerRemedy);
  }
  if (event.sequence !== sequence) {
    const found = describeThrown(event.sequence);
    return refused(`has the sequence number ${found}: events are missing or out of order`);
  }
  if ((event.type === "run-started") !== (sequence === 1)) return refused("comes after the first event");
  if (!(event.time >= (before?.time ?? -Infinity))) return refused("is older than the event before it");
  return before?.type === "run-finished" ? refused("comes after the end of the run") : null;
}

/** The core could make nothing of it. */
function misplaced(event: RunEvent, sequence: number, thrown: unknown): StoreError {
  const reason = describeThrown(thrown).replace(/^Error: Bug: /, "");
  return unreadable(placeOf(event, sequence), "", `does not follow the events before it: ${reason}`);
}

function placeOf({ type }: RunEvent, sequence: number): string {
  return `Event ${sequence} (${JSON.stringify(type)})`;
}
