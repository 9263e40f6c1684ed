import type { Command, CommandSink } from "../core/commands.ts";
import type { RunEvent } from "../core/events.ts";
import type { CoreState } from "../core/state.ts";
import { indexAt, ownerAt, stateAt, stepAt } from "../core/units.ts";

/**
 * How much may be done for one run in steps looked at: seconds. Real runs have few events that concern all steps; a
 * journal from elsewhere may have nothing else.
 */
const most = 1_000_000_000;

/** What looking at a step once counts where more is made of it than a look. */
const perChildStep = 400;
const perStalledStep = 20;
const perEventAgain = 50;

/** Adds up what events cost that are not done with a look at one step. */
export class Effort implements CommandSink {
  #spent = 0;

  /** Before the event is taken. @throws Error if that would be too much */
  forEvent(root: CoreState, event: RunEvent): void {
    const cost = costOf(root, event);
    if (cost > 0) this.#spend(cost);
  }

  /** Before so many events are taken again. @throws Error if that would be too much */
  again(events: number): void {
    this.#spend(events * perEventAgain);
  }

  /** What the core asks for is done elsewhere, or was: it is in the events. @throws Error if it is too much */
  push(command: Command): void {
    if (command.type !== "settle" || command.event.type !== "run-stalled") return;
    this.#spend(command.event.steps.length * perStalledStep);
  }

  #spend(steps: number): void {
    this.#spent += steps;
    if (this.#spent > most) throw new Error("Bug: the events so far concern too many steps each.");
  }
}

/** 0 for most events. */
function costOf(root: CoreState, event: RunEvent): number {
  switch (event.type) {
    case "run-paused":
    case "run-resumed":
    case "run-parked":
    case "cancel-requested":
    case "grace-expired":
    case "run-stalled":
      return allUnits(root);
    case "event-sent":
      return root.tree.byPrefix.size + (root.tree.channels.get(event.event)?.waits.size ?? 0);
    case "wait-started":
      return event.event === null ? 0 : (root.tree.channels.get(event.event)?.events.size ?? 0);
    case "child-started":
    case "evaluation-suspended":
    case "step-reopened": {
      const state = stateAt(root, event.path);
      return costOfStep(state, indexAt(state, event.path), event);
    }
    default:
      return 0;
  }
}

function costOfStep(
  state: CoreState,
  index: number,
  event: Extract<RunEvent, { type: "child-started" | "evaluation-suspended" | "step-reopened" }>,
): number {
  const owner = ownerAt(state, index);
  switch (event.type) {
    case "child-started": {
      const { form } = stepAt(state, index);
      return "body" in form && form.body.kind === "workflow" ? form.body.subflow.plan.steps.length * perChildStep : 0;
    }
    case "evaluation-suspended":
      return state.plan.edgesTo(owner).length * (1 + event.suspensions.length);
    case "step-reopened": {
      const { offsets } = state.plan.dependents;
      return offsets[owner + 1]! - offsets[owner]!; // it is a step of the plan
    }
    default:
      return event satisfies never;
  }
}

function allUnits({ tree }: CoreState): number {
  let count = 0;
  for (const { plan, units } of tree.byPrefix.values()) count += plan.steps.length + units.length;
  return count;
}
