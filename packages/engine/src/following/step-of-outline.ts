import type { Parameter, RetryPolicy, StepDefinition } from "../plan/definition.ts";
import type { StepOutline } from "../plan/outline.ts";
import { usualEdges } from "../plan/outline-edges.ts";
import type { Plan } from "../plan/plan.ts";
import { formOf } from "./form-of-outline.ts";
import { lambdaOf, notHere } from "./lambda-of-outline.ts";
import { milliseconds, misread, number, type Parts, partsOf, quoted, quotedList } from "./outline-parts.ts";

/**
 * A step as its outline tells it. Parameters that read no step are the hashes of what was written; functions throw.
 *
 * @param workflow the plan of its sub-workflow; null if it has none
 * @throws StoreError for a part that cannot be read
 */
export function stepOfOutline(step: StepOutline, workflow: Plan | null): StepDefinition {
  const { name, kind } = step;
  const parts = partsOf(`step ${JSON.stringify(name)}`, step.parts, step.edges ?? usualEdges(step.parts));
  const isWait = kind === "wait"; // its timeout is that of its form
  return Object.freeze({
    name,
    params: parametersOf(parts),
    when: parts.texts.has("when") ? lambdaOf(parts, "when") : null,
    dependsOn: namesIn(parts, "dependsOn"),
    skipWith: namesIn(parts, "skipWith"),
    always: parts.texts.get("always") === "true",
    continueOnError: parts.texts.get("continueOnError") === "true",
    retry: retryOf(parts),
    timeoutMs: isWait ? null : milliseconds(parts, "timeout", null),
    queue: parts.texts.has("queue") ? quoted(parts, "queue") : null,
    priority: number(parts, "priority", 0),
    ...{ pool: null, estimateMs: null, input: null, output: null, cache: null },
    keepInState: quotedList(parts, "keepInState"),
    form: formOf(kind, parts, workflow),
  });
}

/** Those that read steps in the order in which they were written. */
function parametersOf(parts: Parts): readonly Parameter[] {
  const names = new Set([...parts.edges.keys(), ...parts.texts.keys()]);
  const written = [...names].filter((part) => part.startsWith("params.") && parts.texts.has(part));
  return Object.freeze(written.map((part) => Object.freeze(parameterOf(parts, part))));
}

function parameterOf(parts: Parts, part: string): Parameter {
  const name = part.slice("params.".length);
  if (parts.edges.has(part)) return { name, kind: "lambda", lambda: lambdaOf(parts, part) };
  return { name, kind: "constant", value: parts.texts.get(part) };
}

function namesIn({ edges }: Parts, part: string): readonly string[] {
  return Object.freeze((edges.get(part) ?? []).map(([, from]) => from));
}

function retryOf(parts: Parts): RetryPolicy {
  const policy = {
    attempts: number(parts, "retry.attempts", 1),
    delayMs: milliseconds(parts, "retry.delay", 0),
    backoff: backoffOf(parts),
    factor: number(parts, "retry.factor", 2),
    maxDelayMs: milliseconds(parts, "retry.maxDelay", Infinity),
    jitter: number(parts, "retry.jitter", 0),
  };
  return Object.freeze(parts.texts.has("retry.when") ? { ...policy, when: notHere(parts, "retry.when") } : policy);
}

function backoffOf(parts: Parts): RetryPolicy["backoff"] {
  const backoff = parts.texts.has("retry.backoff") ? quoted(parts, "retry.backoff") : "fixed";
  if (backoff === "fixed" || backoff === "linear" || backoff === "exponential") return backoff;
  throw misread(parts, "retry.backoff", "is no kind of backoff");
}
