import { type Params, paramsForAttempt } from "../borders/params.ts";
import type { ActiveContext } from "../context/active-context.ts";
import { callInLambda } from "../context/slot.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { isInstance } from "../errors/is-instance.ts";
import { StepError } from "../errors/step-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { CachePolicy, StepDefinition } from "../plan/definition.ts";
import type { Values } from "../state/values.ts";
import { swallowRejection } from "./lambda-values.ts";

type KeyFunction = NonNullable<CachePolicy["key"]>;

/** One evaluation of a memoised step. */
export interface MemoisedStep {
  readonly step: StepDefinition;
  /** With the place of an item: `fetch[3]`. */
  readonly name: string;
  /** As they are recorded. */
  readonly params: Params;
}

/**
 * What an output of the step depends on: what its `cache.key` gives, or its parameters. Null if a parameter is a
 * constant that cannot be recorded, so that nobody can say whether it is the same in another run.
 *
 * @throws StepError for a key that threw, or that is none
 */
export function memoSubject(memoised: MemoisedStep, values: Values): { readonly value: unknown } | null {
  const { step, params } = memoised;
  const { cache } = step;
  if (cache !== null && cache.key !== null) return { value: callKey(memoised, cache.key, values) };
  const isKnown = step.params.every((part) => part.kind === "lambda" || values.isKeepable(part.value));
  return isKnown ? { value: params } : null;
}

function callKey({ step, name, params }: MemoisedStep, key: KeyFunction, values: Values): unknown {
  try {
    const given = { params: paramsForAttempt(step, params, values) as never }; // what `run` gets, whose type the dsl gave to the key
    return recordKey(
      callInLambda(outside, () => key(given)),
      name,
      values,
    );
  } catch (cause) {
    throw new StepError({ step: name, attempt: 0, cause, input: params, place: "failed in its cache.key" });
  }
}

function recordKey(value: unknown, name: string, values: Values): unknown {
  if (typeof value === "string" || Array.isArray(value)) return values.record(value, `The cache.key of step "${name}"`);
  swallowRejection(value);
  const came = isInstance(value, Promise) ? "a promise" : value === undefined ? "undefined" : describeThrown(value);
  throw new DefinitionError(
    `The cache.key of step "${name}" returned ${came}. Return a text, or a list of values, synchronously.`,
  );
}

function refuse(): never {
  throw new DefinitionError(
    "A cache.key reads nothing but its params: make what it needs a parameter of the step, and read it there.",
  );
}

/** What the exported `stepSpan` and its kin see in a key. */
const outside: ActiveContext = {
  stepSpan: refuse,
  get currentSpan() {
    return refuse();
  },
  get parentSpan() {
    return refuse();
  },
  get runContext() {
    return refuse();
  },
};
