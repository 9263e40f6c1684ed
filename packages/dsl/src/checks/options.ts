import { DefinitionError, parseDuration, type Schema, suggest } from "@stepspan/engine";
import type { Place } from "./place.ts";
import { quoted, shownValue } from "./show-value.ts";

/** One option as it was written; undefined counts as left out. */
export interface WrittenOption {
  readonly place: Place;
  /** Its name, with that of the option it belongs to: `retry.attempts`. */
  readonly name: string;
  readonly value: unknown;
}

/** What a duration is, for messages. */
export const durations = 'or a text such as "500ms", "30s", "5m", "2h" or "1d"';

/** @throws DefinitionError unless it is true or false */
export function readFlag(option: WrittenOption, fallback: boolean): boolean {
  if (option.value === undefined) return fallback;
  if (typeof option.value === "boolean") return option.value;
  throw refused(option, "Give true or false.");
}

/** @throws DefinitionError unless it is a text that is not empty */
export function readText(option: WrittenOption): string | null {
  if (option.value === undefined) return null;
  if (typeof option.value === "string" && option.value !== "") return option.value;
  throw refused(option, "Give a text that is not empty.");
}

/** A limit of time in milliseconds. @throws DefinitionError unless it is above 0 */
export function readLimit(option: WrittenOption): number | null {
  if (option.value === undefined) return null;
  const milliseconds = parseDuration(option.value);
  if (milliseconds !== null && milliseconds > 0) return milliseconds;
  throw refused(option, `Give milliseconds above 0, ${durations}.`);
}

/** A delay in milliseconds. @throws DefinitionError unless it is at least 0 */
export function readDelay(option: WrittenOption, fallback: number): number {
  if (option.value === undefined) return fallback;
  const milliseconds = parseDuration(option.value);
  if (milliseconds !== null) return milliseconds;
  if (option.value === Infinity && fallback === Infinity) return Infinity;
  throw refused(option, `Give milliseconds of at least 0, ${durations}.`);
}

/** @throws DefinitionError unless `accepts` holds for it; `expected` says what would */
export function readNumber(
  option: WrittenOption,
  fallback: number,
  accepts: (value: number) => boolean,
  expected: string,
): number {
  if (option.value === undefined) return fallback;
  if (typeof option.value === "number" && accepts(option.value)) return option.value;
  throw refused(option, `Give ${expected}.`);
}

/** @throws DefinitionError unless it is one of `choices` */
export function readChoice<Choice extends string>(
  option: WrittenOption,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  if (option.value === undefined) return choices[0];
  const chosen = choices.find((choice) => choice === option.value);
  if (chosen !== undefined) return chosen;
  const hint = typeof option.value === "string" ? suggest(option.value, choices) : "";
  throw refused(option, `Give one of ${choices.map(quoted).join(", ")}.${hint}`);
}

/** @throws DefinitionError unless it is a schema of zod 4 */
export function readSchema(option: WrittenOption): Schema | null {
  const { value } = option;
  if (value === undefined) return null;
  if (typeof value === "object" && value !== null && "_zod" in value) return value as Schema; // zod marks its schemas so
  throw refused(option, "Give a schema of zod 4.");
}

/** @throws DefinitionError unless it is an object schema of zod 4 */
export function readObjectSchema(option: WrittenOption): Schema | null {
  const schema = readSchema(option);
  if (schema === null || schema._zod.def.type === "object") return schema;
  throw refused(option, "Give an object schema, such as z.object({ count: z.number() }).");
}

/** The error for an option: what came, where, and what to do. */
export function refused({ place, name, value }: WrittenOption, wayOut: string): DefinitionError {
  return new DefinitionError(`${place} got ${shownValue(value)} as ${name}. ${wayOut}`);
}
