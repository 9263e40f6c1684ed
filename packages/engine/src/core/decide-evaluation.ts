import type { EventBody } from "./events.ts";
import type { EvaluationOutcome, Fact } from "./facts.ts";
import { type CoreState, rootOfLoss } from "./state.ts";
import { toleratesFailure } from "./tolerance.ts";
import { stepAt } from "./units.ts";
import { stepQueued } from "./usual-events.ts";

/** What the evaluation of a step's lambdas makes of itself. */
export function evaluationEvent(
  state: CoreState,
  index: number,
  { path, outcome, reads }: Extract<Fact, { type: "evaluated" }>,
): EventBody {
  switch (outcome.kind) {
    case "ready":
      return stepQueued(path, outcome.params, reads);
    case "child":
      return { type: "child-started", path, reads, ...outcome.start };
    case "items":
      return { type: "map-started", path, items: outcome.items, reads };
    case "begun":
      return begun(state, index, { path, reads, dueAt: outcome.dueAt });
    case "decided":
      return { type: "iteration-decided", path, isLast: outcome.isLast };
    case "skip":
      return { type: "step-skipped", path, because: { kind: "guard" }, reads };
    case "suspended":
      return { type: "evaluation-suspended", path, suspensions: outcome.suspensions };
    case "lost":
      return { type: "step-skipped", path, because: { kind: "upstream", step: lossNamed(state, outcome) }, reads };
    case "failed": {
      const { error } = outcome;
      return { type: "step-failed", path, attempt: 0, error, tolerated: toleratesFailure(state, index), reads };
    }
    default:
      return outcome satisfies never;
  }
}

type Begun = Pick<Extract<EventBody, { type: "wait-started" }>, "path" | "reads" | "dueAt">;

function begun(state: CoreState, index: number, { path, reads, dueAt }: Begun): EventBody {
  const { form } = stepAt(state, index);
  switch (form.kind) {
    case "loop":
      return { type: "loop-started", path, reads };
    case "on":
      return { type: "intake-opened", path, reads };
    case "wait": {
      const isSelective = form.where !== null;
      return { type: "wait-started", path, wait: 1, event: form.event.name, isSelective, dueAt, reads };
    }
    case "sleep":
      return { type: "wait-started", path, wait: 1, event: null, isSelective: false, dueAt, reads };
    default:
      throw new Error(`Bug: a step of the form ${form.kind} has parameters.`);
  }
}

function lossNamed(state: CoreState, { step }: Extract<EvaluationOutcome, { kind: "lost" }>): string {
  const index = state.plan.indexByName.get(step)!; // the evaluation checked the name
  return state.plan.steps[rootOfLoss(state, index)]!.name;
}
