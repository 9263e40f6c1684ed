import type { Lambda, Schema } from "@stepspan/engine";
import { quoted } from "../checks/show-value.ts";
import { type FunctionName, nameOfFunction } from "./function-name.ts";
import type { PartKind } from "./parts.ts";
import type { Reference } from "./reference.ts";
import { referenceOf } from "./reference-lambda.ts";
import type { ConditionConfig, LambdaConfig } from "./workflow-config.ts";
import { partNameAt, placeText, type WritingPlace } from "./writing-place.ts";

const needsNoName =
  ' Only a lambda that does nothing but read one value, such as ({ input }) => input.day or ({ stepSpan }) => stepSpan("fetch").output.items, needs no name.';

/** Where a function stands. */
export interface FunctionPlace {
  /** The property that it was written at. */
  readonly key: string;
  /** What messages call that: `parameter "users"`, `the guard`. */
  readonly part: string;
}

/** The name of a lambda, or the value that it reads if it has none. */
export function writeLambda(lambda: Lambda, at: FunctionPlace, place: WritingPlace): LambdaConfig {
  const written = writeReading("lambdas", lambda, at, place);
  return typeof written === "string" ? { lambda: written } : written;
}

/** The name of a guard, or the value that it reads if it has none. */
export function writeCondition(lambda: Lambda, at: FunctionPlace, place: WritingPlace): ConditionConfig {
  const written = writeReading("conditions", lambda, at, place);
  return typeof written === "string" ? { condition: written } : written;
}

/** The name of a function that is no lambda; an empty text if it has none. */
export function writeFunction(kind: PartKind, fn: Function, at: FunctionPlace, place: WritingPlace): string {
  return writeName(kind, fn, at, place, "");
}

/** The name of a schema, which is that of its place; undefined for none. */
export function writeSchema(schema: Schema | null, part: string, place: WritingPlace): string | undefined {
  if (schema === null) return undefined;
  return place.ledger.claim("schemas", partNameAt(place, part), schema, placeText(place, part));
}

function writeReading(kind: PartKind, lambda: Lambda, at: FunctionPlace, place: WritingPlace): string | Reference {
  const fn: Function = lambda.evaluate;
  const hasName = nameOfFunction(fn, at.key).kind === "named";
  const reference = hasName ? null : referenceOf(fn);
  return reference ?? writeName(kind, fn, at, place, needsNoName);
}

function writeName(kind: PartKind, fn: Function, at: FunctionPlace, place: WritingPlace, hint: string): string {
  const found = nameOfFunction(fn, at.key);
  const text = placeText(place, at.part);
  if (found.kind === "named") return place.ledger.claim(kind, found.name, fn, text);
  place.ledger.refuse(text, `${whyUnnamed(found.kind, at.key)}${hint}`);
  return "";
}

function whyUnnamed(kind: Exclude<FunctionName["kind"], "named">, key: string): string {
  if (kind === "unnamed")
    return "the function has no name. Declare it as a function with a name, and write that name here.";
  return `the function is named only after the property ${quoted(key)} that it stands at. Declare it as a function with a name of its own, and write ${key}: thatName.`;
}
