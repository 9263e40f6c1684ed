import type { core } from "zod";
import { DefinitionError } from "../errors/definition-errors.ts";
import type { InputIssue } from "../errors/input-error.ts";
import type { Schema } from "../plan/schema.ts";
import { issueOf, parsing } from "./parse-at-border.ts";

/** What a schema says to a value; a state changes at once, so it cannot wait for an asynchronous one. */
export type Verdict =
  | { readonly kind: "accepted"; readonly value: unknown }
  | { readonly kind: "refused"; readonly issues: readonly InputIssue[] }
  | { readonly kind: "undeclared"; readonly declared: readonly string[] }
  | { readonly kind: "asynchronous" };

/**
 * Parses the value of one key of a state. What is not declared is accepted as it is, unless the schema is strict or has
 * a `catchall`.
 *
 * @param schema a `z.object` of any kind
 * @throws DefinitionError for a schema of another type
 */
export function parseStateValue(schema: Schema, key: string, value: unknown): Verdict {
  const { shape, catchall } = objectDefinition(schema);
  const declared = Object.hasOwn(shape, key) ? shape[key] : undefined;
  if (declared !== undefined) return verdictOf(declared._zod.run({ value, issues: [] }, parsing));
  if (catchall === undefined) return { kind: "accepted", value };
  if (catchall._zod.def.type === "never") return { kind: "undeclared", declared: Object.keys(shape) };
  return verdictOf(catchall._zod.run({ value, issues: [] }, parsing));
}

/**
 * Runs the checks that a schema has beside those of its keys, such as `refine`. As long as a key is missing that must
 * be there they are not run: what they compare is not complete.
 *
 * @param all gives all values; is called only if there are such checks
 */
export function checkStateTogether(schema: Schema, all: () => Readonly<Record<string, unknown>>): Verdict {
  const { shape, checks = [] } = objectDefinition(schema);
  if (checks.length === 0) return { kind: "accepted", value: undefined };
  const values = all();
  const payload: core.ParsePayload = { value: values, issues: [] };
  const isComplete = Object.keys(shape).every((key) => Object.hasOwn(values, key) || mayBeMissing(shape[key]!));
  if (!isComplete) return { kind: "accepted", value: values };
  for (const check of checks) {
    if (check._zod.def.when?.(payload) === false) continue;
    const checked = check._zod.check(payload as core.ParsePayload<never>); // each check is of this schema
    if (checked instanceof Promise) return asynchronous(checked);
    if (payload.issues.length > 0) break;
  }
  return verdictOf(payload);
}

/** The declared keys, with the verdict on nothing at all for those that may be missing: their defaults. */
export function defaultsOfState(schema: Schema): readonly (readonly [key: string, verdict: Verdict])[] {
  const { shape } = objectDefinition(schema);
  return Object.keys(shape)
    .filter((key) => mayBeMissing(shape[key]!))
    .map((key) => [key, parseStateValue(schema, key, undefined)]);
}

/** A plain `z.any()` or `z.coerce` takes undefined too, but does not stand for a value that is not there. */
function mayBeMissing(schema: Schema): boolean {
  return schema._zod.optin !== undefined;
}

function objectDefinition(schema: Schema): core.$ZodObjectDef {
  const { def } = schema._zod;
  if (def.type === "object") return def as core.$ZodObjectDef; // told by its type
  throw new DefinitionError(
    `A state is declared by a schema of type ${JSON.stringify(def.type)}. Declare it by z.object({ … }).`,
  );
}

function verdictOf(parsed: core.ParsePayload | Promise<core.ParsePayload>): Verdict {
  if (parsed instanceof Promise) return asynchronous(parsed);
  if (parsed.issues.length === 0) return { kind: "accepted", value: parsed.value };
  return { kind: "refused", issues: parsed.issues.map(issueOf) };
}

/** Nobody waits for what the schema has begun, so its rejection is nobody's either. */
function asynchronous(pending: Promise<unknown>): Verdict {
  pending.catch(() => {});
  return { kind: "asynchronous" };
}
