import { type LambdaScope, madeFrom } from "@stepspan/engine";
import { copyJson, type JsonValue } from "./json-value.ts";
import { readReference } from "./read-reference.ts";
import type { Reference, ScopeReference, StepReference } from "./reference.ts";

const givenReference = Symbol.for("stepspan.reference");

type ScopeLambda = (scope: LambdaScope) => unknown;

/** Makes a lambda that does nothing but read what the reference says. */
export function lambdaOfReference(reference: Reference): ScopeLambda {
  const lambda = "step" in reference ? stepLambda(reference) : scopeLambda(reference);
  return Object.assign(madeFrom(lambda, reference), { [givenReference]: reference });
}

/** The one value that a lambda reads; null if it does more, or if that cannot be shown. */
export function referenceOf(lambda: Function): Reference | null {
  const made = (lambda as { readonly [givenReference]?: Reference })[givenReference]; // only lambdaOfReference writes this key
  return made ?? readReference(lambda);
}

/** Written without a branch and without passing its scope on, so that its read is seen to be made on every way. */
function stepLambda(reference: StepReference): ScopeLambda {
  const { step } = reference;
  const options = optionsOf(reference);
  return ({ stepSpan }) => follow(stepSpan(step, options), reference);
}

function scopeLambda(reference: ScopeReference): ScopeLambda {
  const name = reference.scope;
  return (scope) => follow(scope[name], reference);
}

function optionsOf({ read }: StepReference): { readonly default: null } {
  const options = read === "default" ? { default: null } : read === "settled" ? { settled: true } : undefined;
  return options as { readonly default: null }; // one overload stands for all: the kind is known only here
}

function follow(start: unknown, reference: Reference): unknown {
  const isMissing = start === null && "read" in reference && reference.read === "default";
  const value = isMissing && reference.path.length > 0 ? undefined : reference.path.reduce(property, start);
  const { otherwise } = reference;
  return value ?? (otherwise === undefined ? value : freshCopy(otherwise));
}

/** Throws for null and undefined as any read does. */
function property(holder: unknown, key: string): unknown {
  return (holder as Record<string, unknown>)[key]; // anything but null and undefined can be asked
}

/** Each evaluation has its own, as where the literal stands in the source. */
function freshCopy(value: JsonValue): JsonValue {
  return copyJson(value, "", () => {});
}
