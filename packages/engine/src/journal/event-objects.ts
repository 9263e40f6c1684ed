import { suggest } from "../errors/suggest.ts";
import {
  type EventField,
  type FieldPlace,
  type FieldsOf,
  misread,
  placeIn,
  type RedactingPlace,
} from "./event-field.ts";

type AnyField = EventField<unknown>;
type JsonObject = Readonly<Record<string, unknown>>;

/** An object with exactly these parts. */
export function object<Parts extends object>(fields: FieldsOf<Parts>): EventField<Parts> {
  const known = Object.entries(fields) as readonly (readonly [string, AnyField])[]; // each is given the part that it is for
  return {
    encode: (parts, place) => Object.fromEntries(encodedParts(parts, known, place)),
    decode: (written, place) => {
      const json = jsonObject(written, place);
      refuseUnknown(json, Object.keys(fields), place);
      return Object.freeze(Object.fromEntries(decodedParts(json, known, place))) as Parts; // every field gave its part
    },
    redact: (parts, place) => redactedParts(parts, known, place),
  };
}

/** The fields of each object of a union, by the word that tells them apart. */
export type VariantsOf<Union, Key extends keyof Union> = {
  readonly [Word in Union[Key] & string]: FieldsOf<Omit<Extract<Union, Readonly<Record<Key, Word>>>, Key>>;
};

/** One of a union of objects, told apart by one of their parts. */
export function variants<Union extends object, Key extends keyof Union & string>(
  key: Key,
  forms: VariantsOf<Union, Key>,
): EventField<Union> {
  const words = Object.keys(forms);
  const byWord = new Map(Object.entries(forms).map(([word, fields]) => [word, Object.entries(fields as object)])); // all are objects of fields
  return {
    encode: (value, place) => ({
      [key]: value[key],
      ...Object.fromEntries(encodedParts(value, byWord.get(String(value[key])) ?? [], place)),
    }),
    decode: (written, place) => {
      const json = jsonObject(written, place);
      const word: unknown = Object.hasOwn(json, key) ? json[key] : undefined;
      const fields = byWord.get(word as string); // anything else finds nothing
      if (fields === undefined) {
        const choice = words.map((one) => JSON.stringify(one)).join(", ");
        throw misread(placeIn(place, `.${key}`), `is none of ${choice}`);
      }
      refuseUnknown(json, [key, ...fields.map(([name]) => name)], place);
      return Object.freeze({ [key]: word, ...Object.fromEntries(decodedParts(json, fields, place)) }) as Union; // the form of this word
    },
    redact: (value, place) => redactedParts(value, byWord.get(String(value[key])) ?? [], place),
  };
}

/** What can have fields to read. */
export function jsonObject(written: unknown, place: FieldPlace): JsonObject {
  if (typeof written === "object" && written !== null && !Array.isArray(written)) return written as JsonObject; // any object can be asked
  throw misread(place, "is not an object");
}

/** A field that is not known may change the meaning of the others. */
export function refuseUnknown(json: JsonObject, known: readonly string[], place: FieldPlace): void {
  const unknown = Object.keys(json).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const problem = `has a field ${JSON.stringify(unknown)}, which this release does not know`;
  throw misread(place, `${problem}.${suggest(unknown, known)}`.replace(/\.$/, ""));
}

/** What is written for each part. */
export function encodedParts(
  parts: object,
  fields: readonly (readonly [key: string, field: AnyField])[],
  place: FieldPlace,
): [string, unknown][] {
  return present(parts, fields).map(([key, field]) => [
    key,
    field.encode(Reflect.get(parts, key), placeIn(place, `.${key}`)),
  ]);
}

/** Each part, read from what is the object's own. */
export function decodedParts(
  json: JsonObject,
  fields: readonly (readonly [key: string, field: AnyField])[],
  place: FieldPlace,
): [string, unknown][] {
  return present(json, fields).map(([key, field]) => {
    const inside = placeIn(place, `.${key}`);
    if (!Object.hasOwn(json, key)) throw misread(inside, "is missing");
    return [key, field.decode(json[key], inside)];
  });
}

/** Without the optional fields that the object does not have. */
function present<Field extends readonly [key: string, field: AnyField]>(
  parts: object,
  fields: readonly Field[],
): readonly Field[] {
  return fields.some(([, field]) => "isOptional" in field)
    ? fields.filter(([key, field]) => !("isOptional" in field) || Object.hasOwn(parts, key))
    : fields;
}

/** The whole with each part as it may be shown; itself if all of them are. */
export function redactedParts<Whole extends object>(
  whole: Whole,
  fields: readonly (readonly [key: string, field: AnyField])[],
  place: RedactingPlace,
): Whole {
  const changed: Record<string, unknown> = {};
  for (const [key, field] of present(whole, fields)) {
    const part: unknown = Reflect.get(whole, key);
    const shown = field.redact(part, placeIn(place, `.${key}`));
    if (!Object.is(shown, part)) changed[key] = shown;
  }
  return Object.keys(changed).length === 0 ? whole : Object.freeze({ ...whole, ...changed });
}
