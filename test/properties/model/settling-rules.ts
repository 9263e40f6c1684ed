import type { SkipReason } from "@stepspan/engine";
import { type ReadExpression, readsIn } from "../cases/expression.ts";
import { type GuardCase, parameterName, type StepCase } from "../cases/workflow-case.ts";
import { evaluateLambda, type LambdaOutcome, type Reader } from "./evaluate-lambda.ts";
import { isLost, type Verdict } from "./verdict.ts";

/** What is known of the other steps. */
export interface Surroundings {
  verdictOf(step: string): Verdict | null;
  /** The step by whose failure or cancellation a lost step was lost, and when that was. */
  rootOf(step: string): Root;
}

export interface Root {
  readonly step: string;
  readonly order: number;
}

/** What the rules of the contract's section 6 make of a step whose up-front dependencies have settled. */
export type Conclusion = (
  | { readonly kind: "queued"; readonly params: readonly number[] }
  | { readonly kind: "skipped"; readonly because: SkipReason }
  | { readonly kind: "failed" }
  /** For the guard (null) or parameters the step that each misses; the first is the one that suspends. */
  | { readonly kind: "suspended"; readonly missing: ReadonlyMap<string | null, string> }
) & { readonly reads: readonly string[] };

/** The dependencies that a step waits for before it is evaluated. */
export function upFrontOf(step: StepCase): ReadonlySet<string> {
  const required = readsOf(step)
    .filter((read) => read.known === "required")
    .map((read) => read.step);
  return new Set([...step.dependsOn, ...step.skipWith, ...required]);
}

function readsOf({ guard, params }: StepCase): readonly ReadExpression[] {
  return [...(guard === null ? [] : [guard.value]), ...params].flatMap(readsIn);
}

/** Whether a step surely cannot run when these are lost. Steps that only ask how another has settled can. */
export function needsOneOf(step: StepCase, lost: ReadonlySet<string>): boolean {
  const needed = readsOf(step).filter((read) => read.known === "required" && read.mode !== "settled");
  return [...step.dependsOn, ...step.skipWith, ...needed.map((read) => read.step)].some((name) => lost.has(name));
}

/** The four rules, in their order; the fourth is the queue's. */
export function concludeStep(step: StepCase, surroundings: Surroundings): Conclusion {
  const { verdictOf, rootOf } = surroundings;
  const lost = [...step.dependsOn, ...step.skipWith].filter((name) => isLost(verdictOf(name)!)); // they have settled
  if (lost.length > 0 && !step.always) {
    const roots = lost.map(rootOf).sort((a, b) => a.order - b.order);
    return { kind: "skipped", because: { kind: "upstream", step: roots[0]!.step }, reads: [] };
  }
  const skipper = step.skipWith.find((name) => verdictOf(name)!.status !== "succeeded");
  if (skipper !== undefined) return { kind: "skipped", because: { kind: "skipWith", step: skipper }, reads: [] };
  return evaluateStep(step, surroundings);
}

function evaluateStep(step: StepCase, { verdictOf, rootOf }: Surroundings): Conclusion {
  const reader: Reader = { isFinaliser: step.always, verdictOf };
  const reads: string[] = [];
  const note = (parameter: string | null, outcome: LambdaOutcome) => {
    for (const name of outcome.reads) reads.push(`${parameter ?? "when"}:${name}`);
    return outcome;
  };
  const stopped = (outcome: Exclude<LambdaOutcome, { kind: "value" | "suspended" }>): Conclusion =>
    outcome.kind === "threw"
      ? { kind: "failed", reads }
      : { kind: "skipped", because: { kind: "upstream", step: rootOf(outcome.step).step }, reads };

  if (step.guard !== null) {
    const outcome = note(null, evaluateLambda(step.guard.value, reader));
    // An `always` guard of the random workflows holds whatever its value is; it computes it all the same.
    if (outcome.kind === "suspended") return { kind: "suspended", missing: new Map([[null, outcome.on]]), reads };
    if (outcome.kind !== "value") return stopped(outcome);
    if (step.guard.holds === "broken") return { kind: "failed", reads };
    if (!holds(step.guard, outcome.value)) return { kind: "skipped", because: { kind: "guard" }, reads };
  }
  const params: number[] = [];
  const missing = new Map<string | null, string>();
  for (const [index, expression] of step.params.entries()) {
    const outcome = note(parameterName(index), evaluateLambda(expression, reader));
    if (outcome.kind === "suspended") missing.set(parameterName(index), outcome.on);
    else if (missing.size > 0) continue;
    else if (outcome.kind === "value") params.push(outcome.value);
    else return stopped(outcome);
  }
  return missing.size > 0 ? { kind: "suspended", missing, reads } : { kind: "queued", params, reads };
}

function holds({ holds: rule }: GuardCase, value: number): boolean {
  return rule === "always" || (rule === "even") === (value % 2 === 0);
}
