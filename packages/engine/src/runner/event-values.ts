import { type EncodedValue, fromJson, toJson } from "../codec/encoded-value.ts";
import { isInstance } from "../errors/is-instance.ts";
import type { StatePatch } from "../spans/span.ts";
import { type EventField, type FieldPlace, list, misread, oneOf, pathKey } from "./event-field.ts";
import { object } from "./event-objects.ts";

/** Any value that can be recorded, as the codec writes it. */
export const value: EventField<unknown> = {
  encode: (given, place) => asJson(place.codec.encode(given, inWords(place))),
  decode: (written, place) => place.codec.decode(fromText(written, place), inWords(place)),
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
};

/** Values in an order, written as one value. */
export const valueList: EventField<readonly unknown[]> = {
  encode: value.encode,
  decode: (written, place) => {
    const found = value.decode(written, place);
    if (Array.isArray(found)) return found;
    throw misread(place, "holds no list");
  },
};

/** What somebody gave as a reason or threw, whatever it was. */
export const thrown: EventField<unknown> = {
  encode: (given, place) => asJson(place.codec.encodeThrown(given, inWords(place))),
  decode: value.decode,
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
};

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
