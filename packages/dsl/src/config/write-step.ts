import type { CachePolicy, Parameter, RetryPolicy, StepDefinition } from "@stepspan/engine";
import { noRetry } from "../checks/read-retry.ts";
import { quoted } from "../checks/show-value.ts";
import { countOf } from "./count.ts";
import type { CacheConfig, RetryConfig, StepConfig, StepOptionsConfig } from "./step-config.ts";
import { withoutUndefined } from "./without-undefined.ts";
import type { ParameterConfig } from "./workflow-config.ts";
import { writeForm } from "./write-form.ts";
import { writeCondition, writeConstant, writeFunction, writeLambda, writeSchema } from "./write-functions.ts";
import type { WriteWorkflow } from "./write-workflow.ts";
import { placeOfStepIn, type WritingPlace } from "./writing-place.ts";

/** Writes one step; what has its default is left out. */
export function writeStep(step: StepDefinition, workflow: WritingPlace, writeWorkflow: WriteWorkflow): StepConfig {
  const place = placeOfStepIn(workflow, step.name);
  const { name, ...options } = writeOptions(step, place);
  return { name, ...writeForm(step.form, place, writeWorkflow), ...options };
}

function writeOptions(step: StepDefinition, place: WritingPlace): StepOptionsConfig {
  const params = step.params.map((parameter) => [parameter.name, writeParameter(parameter, place)] as const);
  const timeoutMs = step.form.kind === "wait" ? step.form.timeoutMs : step.timeoutMs;
  return withoutUndefined({
    name: step.name,
    params: params.length === 0 ? undefined : Object.fromEntries(params),
    when: step.when === null ? undefined : writeCondition(step.when, { key: "when", part: "the guard" }, place),
    dependsOn: unlessEmpty(step.dependsOn),
    skipWith: unlessEmpty(step.skipWith),
    always: step.always || undefined,
    continueOnError: step.continueOnError || undefined,
    retry: writeRetry(step.retry, place),
    timeout: timeoutMs ?? undefined,
    queue: step.queue ?? undefined,
    pool: step.pool ?? undefined,
    priority: step.priority || undefined,
    input: writeSchema(step.input, "input", place),
    output: writeSchema(step.output, "output", place),
    keepInState: unlessEmpty(step.keepInState),
    estimate: step.estimateMs ?? undefined,
    cache: step.cache === null ? undefined : writeCache(step.cache, place),
  });
}

function writeCache({ key, ttlMs, version }: CachePolicy, place: WritingPlace): CacheConfig {
  return withoutUndefined({
    key: key === null ? undefined : writeFunction("handlers", key, { key: "key", part: "cache.key" }, place),
    ttl: ttlMs ?? undefined,
    version: version ?? undefined,
  });
}

function writeParameter(parameter: Parameter, place: WritingPlace): ParameterConfig {
  const { name } = parameter;
  const part = `parameter ${quoted(name)}`;
  if (parameter.kind === "lambda") return writeLambda(parameter.lambda, { key: name, part }, place);
  return writeConstant(parameter.value, part, place);
}

function writeRetry(policy: RetryPolicy, place: WritingPlace): RetryConfig | undefined {
  const retry = withoutUndefined({
    attempts: policy.attempts === noRetry.attempts ? undefined : countOf(policy.attempts),
    delay: unlessSame(policy.delayMs, noRetry.delayMs),
    backoff: unlessSame(policy.backoff, noRetry.backoff),
    factor: unlessSame(policy.factor, noRetry.factor),
    maxDelay: unlessSame(policy.maxDelayMs, noRetry.maxDelayMs),
    jitter: unlessSame(policy.jitter, noRetry.jitter),
    when: policy.when && writeFunction("conditions", policy.when, { key: "when", part: "retry.when" }, place),
  });
  return Object.keys(retry).length === 0 ? undefined : retry;
}

function unlessEmpty(names: readonly string[]): readonly string[] | undefined {
  return names.length === 0 ? undefined : [...names];
}

function unlessSame<Value>(value: Value, usual: Value): Value | undefined {
  return value === usual ? undefined : value;
}
