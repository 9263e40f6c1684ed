import { newerRemedy, unreadable } from "../codec/unreadable.ts";
import type { CommandSink } from "../core/commands.ts";
import { type Core, createCore } from "../core/core.ts";
import type { RunEvent } from "../core/events.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { StoreError } from "../errors/value-errors.ts";
import { eventForms } from "../journal/event-forms.ts";
import type { Plan } from "../plan/plan.ts";
import type { Run } from "../spans/run.ts";
import { createRunView } from "../views/run-view.ts";
import { planOfOutline } from "./plan-of-outline.ts";

/** A run put together from its events alone, without its workflow; gives the same spans as `engine.runs.get`. */
export interface FollowedRun {
  /** The graph as it was when the run began; its functions cannot be called. */
  readonly plan: Plan;
  /** A live view: reads as the run is at this moment. */
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
  if (started.type !== "run-started") {
    throw unreadable(placeOf(started, 1), "", 'is not "run-started", which comes first');
  }
  const followed = new Following(planOfOutline(started.outline));
  followed.apply(started);
  return followed;
}

/**
 * A run with all these events, which begin with its first; with fewer of them it is the run as it was.
 *
 * @throws StoreError for the first event that does not follow those before it
 */
export function followEvents(events: readonly RunEvent[]): FollowedRun {
  const [started, ...others] = events;
  if (started === undefined) throw unreadable("A run", "", "has no events");
  const followed = followRun(started);
  for (const event of others) followed.apply(event);
  return followed;
}

/** What the core asks for is done elsewhere, or was: it is in the events. */
const ignored: CommandSink = { push: () => 0 };

class Following implements FollowedRun {
  readonly plan: Plan;
  readonly run: Run;
  readonly #core: Core;
  #length = 0;
  #time = Number.NEGATIVE_INFINITY;
  #isOver = false;
  /** What was wrong with an event that was half taken: nothing can follow it. */
  #broken: StoreError | null = null;

  constructor(plan: Plan) {
    this.plan = plan;
    this.#core = createCore(plan);
    this.run = createRunView(this.#core.state);
  }

  get length(): number {
    return this.#length;
  }

  apply(event: RunEvent): void {
    if (this.#broken !== null) throw this.#broken;
    const problem = this.#problemOf(event);
    if (problem !== null) throw problem;
    try {
      this.#core.applyTo(event, ignored);
    } catch (thrown) {
      this.#broken = misplaced(event, this.#length + 1, thrown);
      throw this.#broken;
    }
    this.#length++;
    this.#time = event.time;
    this.#isOver = event.type === "run-finished";
  }

  #problemOf(event: RunEvent): StoreError | null {
    const sequence = this.#length + 1;
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
    if (!(event.time >= this.#time)) return refused("is older than the event before it");
    return this.#isOver ? refused("comes after the end of the run") : null;
  }
}

/** The core could make nothing of it. */
function misplaced(event: RunEvent, sequence: number, thrown: unknown): StoreError {
  const reason = describeThrown(thrown).replace(/^Error: Bug: /, "");
  return unreadable(placeOf(event, sequence), "", `does not follow the events before it: ${reason}`);
}

function placeOf({ type }: RunEvent, sequence: number): string {
  return `Event ${sequence} (${JSON.stringify(type)})`;
}
