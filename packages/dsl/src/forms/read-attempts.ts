import { DefinitionError, type Parameter, type Schema, type StepDefinition } from "@stepspan/engine";
import { readLimit, readNumber, readSchema, readText, type WrittenOption } from "../checks/options.ts";
import { readKeptNames } from "../checks/read-kept-names.ts";
import { noRetry, readRetry } from "../checks/read-retry.ts";
import type { SharedBody } from "../define-step.ts";

/** Options that say how a function is called. */
export const attemptKeys = ["retry", "timeout", "queue", "pool", "priority", "input", "output", "keepInState"] as const;

export type AttemptKey = (typeof attemptKeys)[number];

/** What the attempt options became. */
export type AttemptSettings = Pick<
  StepDefinition,
  "retry" | "timeoutMs" | "queue" | "pool" | "priority" | "input" | "output" | "keepInState"
>;

/** Those of a step that calls no function of its own. */
export const noAttempts: AttemptSettings = Object.freeze({
  retry: noRetry,
  timeoutMs: null,
  queue: null,
  pool: null,
  priority: 0,
  input: null,
  output: null,
  keepInState: Object.freeze([]),
});

/** @param settings what the body brings along; null if it is a workflow @throws DefinitionError */
export function readAttempts(
  option: (key: AttemptKey) => WrittenOption,
  settings: SharedBody | null,
  params: readonly Parameter[],
): AttemptSettings {
  if (settings === null) return noAttempts;
  const input = oneSchema(option("input"), settings.input);
  return {
    retry: readRetry(option("retry")) ?? settings.retry ?? noRetry,
    timeoutMs: readLimit(option("timeout")) ?? settings.timeoutMs,
    queue: readText(option("queue")) ?? settings.queue,
    pool: readText(option("pool")) ?? settings.pool,
    priority: readNumber(option("priority"), settings.priority ?? 0, Number.isFinite, "a number"),
    input,
    output: oneSchema(option("output"), settings.output),
    keepInState: readKeptNames(option("keepInState"), params, input),
  };
}

function oneSchema(option: WrittenOption, shared: Schema | null): Schema | null {
  const own = readSchema(option);
  if (own === null || shared === null) return own ?? shared;
  throw new DefinitionError(
    `${option.place} has the schema ${option.name}, and so has the step made with defineStep that it runs. Keep one of them: a value is parsed once.`,
  );
}
