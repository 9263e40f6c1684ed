import type { Lambda, Schema } from "@stepspan/engine";
import { quoted } from "../checks/show-value.ts";
import { constantOf } from "../constant-lambda.ts";
import { type FunctionName, nameOfFunction } from "./function-name.ts";
import { copyJson } from "./json-value.ts";
import type { PartKind } from "./parts.ts";
import type { Reference } from "./reference.ts";
import { referenceOf } from "./reference-lambda.ts";
import type { ConditionConfig, LambdaConfig, ParameterConfig } from "./workflow-config.ts";
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

/** A lambda, or the constant that was written in its place. */
export function writeLambdaOrConstant(lambda: Lambda, at: FunctionPlace, place: WritingPlace): ParameterConfig {
  const constant = constantOf(lambda.evaluate);
  return constant === null ? writeLambda(lambda, at, place) : writeConstant(constant.value, at.part, place);
}

/** A constant, which has to be plain JSON. */
export function writeConstant(value: unknown, part: string, place: WritingPlace): ParameterConfig {
  const refuse = (path: string, reason: string) => {
    const where = path === "" ? "the constant" : `${path} of the constant`;
    const wayOut = "Make it in the run function of a step, or in a lambda that has a name.";
    place.ledger.refuse(placeText(place, part), `${where} ${reason}. ${wayOut}`);
  };
  return { constant: copyJson(value, "", refuse) };
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
