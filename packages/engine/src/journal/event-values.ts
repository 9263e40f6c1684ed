import { type EncodedValue, fromJson, toJson } from "../codec/encoded-value.ts";
import { isInstance } from "../errors/is-instance.ts";
import type { StatePatch } from "../spans/span.ts";
import {
  type EventField,
  type FieldPlace,
  list,
  misread,
  oneOf,
  pathKey,
  type RedactingPlace,
  text,
} from "./event-field.ts";
import { object } from "./event-objects.ts";
import { redactedText } from "./redact-options.ts";

/** Any value that can be recorded, as the codec writes it. */
export const value: EventField<unknown> = {
  encode: (given, place) => asJson(place.codec.encode(given, inWords(place))),
  decode: (written, place) => place.codec.decode(fromText(written, place), inWords(place)),
  redact: shownValue,
};

/** A text that a step wrote. */
export const prose: EventField<string> = {
  ...text,
  redact: (given, place) => place.redactor.text(given, place),
};

/** Values by name, written as one value. */
export const values: EventField<Readonly<Record<string, unknown>>> = {
  encode: value.encode,
  decode: (written, place) => {
    const found = value.decode(written, place);
    const prototype: unknown = typeof found === "object" && found !== null && Object.getPrototypeOf(found);
    if (prototype === Object.prototype || prototype === null) return found as Readonly<Record<string, unknown>>; // a plain object
    throw misread(place, "holds no values by name");
  },
  redact: (given, place) => {
    const shown = shownValue(given, place);
    if (typeof shown === "object" && shown !== null) return shown as typeof given; // a copy of a plain object
    return Object.fromEntries(Object.keys(given).map((key) => [key, redactedText]));
  },
};

/** Values in an order, written as one value. */
export const valueList: EventField<readonly unknown[]> = {
  encode: value.encode,
  decode: (written, place) => {
    const found = value.decode(written, place);
    if (Array.isArray(found)) return found;
    throw misread(place, "holds no list");
  },
  redact: (given, place) => {
    const shown = shownValue(given, place);
    return Array.isArray(shown) ? shown : given.map(() => redactedText);
  },
};

/** What somebody gave as a reason or threw, whatever it was. */
export const thrown: EventField<unknown> = {
  encode: (given, place) => asJson(place.codec.encodeThrown(given, inWords(place))),
  decode: value.decode,
  redact: shownValue,
};

/** An error. One of which not even the message could be kept is read back with a label as its message. */
export const error: EventField<Error> = {
  encode: thrown.encode,
  decode: (written, place) => {
    const found = thrown.decode(written, place);
    if (isInstance(found, Error)) return found;
    if (typeof found === "string") return new Error(found);
    throw misread(place, "holds no error");
  },
  redact: (given, place) => {
    const shown = shownValue(given, place);
    return isInstance(shown, Error) ? shown : new Error(String(shown)); // a label stands for what could not be copied
  },
};

const patchParts = { op: oneOf("add", "replace", "remove"), path: list(pathKey) };
const patchWithout = object<Omit<StatePatch, "value">>(patchParts);
const patchWith = object<StatePatch & { readonly value: unknown }>({ ...patchParts, value });

/** A change of a state layer. One that removes has no value, which is not the same as an undefined one. */
export const patch: EventField<StatePatch> = {
  encode: (given, place) =>
    Object.hasOwn(given, "value")
      ? patchWith.encode({ ...given, value: given.value }, place)
      : patchWithout.encode(given, place),
  decode: (written, place) => {
    const hasValue = typeof written === "object" && written !== null && Object.hasOwn(written, "value");
    return (hasValue ? patchWith : patchWithout).decode(written, place);
  },
  redact: (given, place) => {
    const { op, path } = given;
    const { names, value: shownOf } = place.redactor;
    const value = "value" in given ? given.value : undefined;
    const at = path.findIndex((key) => typeof key === "string" && names.has(key));
    // What a patch leads through would not be there in the values of whoever applies the redacted ones.
    if (at !== -1 && at < path.length - 1) return Object.freeze({ op: "replace", path: path.slice(0, at + 1), value: redactedText }); // biome-ignore format: one line
    const isSecret = at !== -1 && names.hides(String(path[at]), value);
    const shown = isSecret ? redactedText : shownOf(value, { ...place, path: `${place.path}.value` });
    return Object.is(shown, value) ? given : Object.freeze({ op, path, value: shown });
  },
};

function shownValue(given: unknown, place: RedactingPlace): unknown {
  return place.redactor.value(given, place);
}

/** Most values have no bytes beside their text. */
function asJson(encoded: EncodedValue): unknown {
  return encoded.blobs.length === 0 ? encoded.text : toJson(encoded);
}

function fromText(written: unknown, place: FieldPlace): EncodedValue {
  return typeof written === "string" ? { text: written, blobs: [] } : fromJson(written, inWords(place));
}

function inWords({ event, path }: FieldPlace): string {
  return `The value ${path} of ${event}`;
}
