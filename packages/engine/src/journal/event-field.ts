import type { Codec } from "../codec/codec.ts";
import { unreadable } from "../codec/unreadable.ts";
import type { RedactedPlace } from "./redact-options.ts";
import type { Redactor } from "./redactor.ts";

/** Where a field of an event is written or read. */
export interface FieldPlace {
  readonly codec: Codec;
  /** For example `event 5 ("step-queued")`. */
  readonly event: string;
  /** For example `.reads[0].step`. */
  readonly path: string;
}

/** Where a field of an event is redacted, and by whom. */
export interface RedactingPlace extends RedactedPlace {
  readonly redactor: Redactor;
}

/** How a field of an event is written as plain JSON, and read back from what can be anything; what of it may be shown. */
export interface EventField<Value> {
  readonly encode: (value: Value, place: FieldPlace) => unknown;
  /** @throws StoreError */
  readonly decode: (written: unknown, place: FieldPlace) => Value;
  /** What those outside get; the value itself if nothing of it is redacted. */
  readonly redact: (value: Value, place: RedactingPlace) => Value;
}

/** A field that is left out where it has nothing to say, as releases before it did. */
export interface OptionalField<Value> extends EventField<Value> {
  readonly isOptional: true;
}

/** A field for each part of an object: one that is left out, or of another type, does not compile. */
export type FieldsOf<Parts> = {
  readonly [Key in keyof Parts]-?: object extends Pick<Parts, Key>
    ? OptionalField<Required<Parts>[Key]>
    : EventField<Parts[Key]>;
};

/** The error for a field that is not what it has to be. */
export function misread({ event, path }: FieldPlace, problem: string): Error {
  return unreadable(event.replace(/^e/, "E"), path, problem);
}

/** The place of a part of a field. */
export function placeIn<Place extends { readonly path: string }>(place: Place, key: string): Place {
  return { ...place, path: `${place.path}${key}` };
}

/** What is nobody's value is shown as it is. */
function itself<Value>(value: Value): Value {
  return value;
}

/** A field that is JSON already. */
function plainField<Value>(isValue: (written: unknown) => written is Value, inWords: string): EventField<Value> {
  return {
    encode: (value) => value,
    decode: (written, place) => {
      if (isValue(written)) return written;
      throw misread(place, `is not ${inWords}`);
    },
    redact: itself,
  };
}

export const text: EventField<string> = plainField((written) => typeof written === "string", "a text");

export const flag: EventField<boolean> = plainField((written) => typeof written === "boolean", "true or false");

/** A whole number of at least 0. */
export const count: EventField<number> = plainField(
  (written): written is number => Number.isSafeInteger(written) && (written as number) >= 0, // an integer is a number
  "a whole number of at least 0",
);

/** A key of an object or an index of an array. */
export const pathKey: EventField<string | number> = plainField(
  (written): written is string | number =>
    typeof written === "string" || (Number.isSafeInteger(written) && (written as number) >= 0), // an integer is a number
  "a key or an index",
);

/** What JSON has no numbers for, by its name. */
const namedNumbers: readonly number[] = [Infinity, -Infinity, Number.NaN, -0];

/** Any number. */
export const amount: EventField<number> = {
  encode: (value) => (Number.isFinite(value) && !Object.is(value, -0) ? value : nameOf(value)),
  decode: (written, place) => {
    const found = typeof written === "number" ? written : namedNumbers.find((number) => nameOf(number) === written);
    if (found !== undefined) return found;
    throw misread(place, "is not a number");
  },
  redact: itself,
};

function nameOf(number: number): string {
  return Object.is(number, -0) ? "-0" : String(number);
}

/** One of some words. */
export function oneOf<Word extends string>(...words: readonly Word[]): EventField<Word> {
  const isWord = (written: unknown): written is Word => words.some((word) => word === written);
  return plainField(isWord, words.map((word) => JSON.stringify(word)).join(" or "));
}

export function nullable<Value>(field: EventField<Value>): EventField<Value | null> {
  return {
    encode: (value, place) => (value === null ? null : field.encode(value, place)),
    decode: (written, place) => (written === null ? null : field.decode(written, place)),
    redact: (value, place) => (value === null ? null : field.redact(value, place)),
  };
}

export function optional<Value>(field: EventField<Value>): OptionalField<Value> {
  return { ...field, isOptional: true };
}

export function list<Value>(field: EventField<Value>): EventField<readonly Value[]> {
  return {
    encode: (values, place) => values.map((value, index) => field.encode(value, placeIn(place, `[${index}]`))),
    decode: (written, place) => {
      if (!Array.isArray(written)) throw misread(place, "is not a list");
      return Object.freeze(written.map((part, index) => field.decode(part, placeIn(place, `[${index}]`))));
    },
    redact: (values, place) => {
      const shown = values.map((value, index) => field.redact(value, placeIn(place, `[${index}]`)));
      return shown.every((part, index) => Object.is(part, values[index])) ? values : Object.freeze(shown);
    },
  };
}
