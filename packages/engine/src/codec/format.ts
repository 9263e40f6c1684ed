import type { AsideSource } from "./aside-restorer.ts";
import type { EncodedValue } from "./encoded-value.ts";
import { type CodecLimits, largeRemedy, takesMoreThan } from "./limits.ts";
import { recordParsed } from "./parsed-json.ts";
import { isPlainJson } from "./plain-json.ts";
import { readStructured, writeStructured } from "./structured.ts";
import type { Refusal } from "./survey.ts";
import { newerRemedy, unreadable } from "./unreadable.ts";

/** Every text begins with the version of the format and a letter for the way in which the rest is written. */
const version = 1;
const plain = "j";
const structured = "v";

/** Writes a recorded value that JSON gives back as it is, and that is not too large; null for another. */
export function writePlain(value: unknown, limits: CodecLimits): EncodedValue | null {
  if (!isPlainJson(value, limits)) return null;
  const text = `${version}${plain}${JSON.stringify(value)}`;
  return text.length <= limits.maximumSize ? { text, blobs: [] } : null;
}

/** Writes a recorded value. @throws what `refusal` makes of one that is too large */
export function writeValue(recorded: unknown, limits: CodecLimits, refusal: Refusal): EncodedValue {
  const encoded = isPlainJson(recorded, limits)
    ? { text: `${version}${plain}${JSON.stringify(recorded)}`, blobs: [] }
    : headed(writeStructured(recorded, limits, refusal));
  if (sizeOf(encoded) <= limits.maximumSize) return encoded;
  throw refusal("", takesMoreThan(limits.maximumSize), largeRemedy);
}

/** Makes a recorded value of what `writeValue` wrote. @throws StoreError */
export function readValue(encoded: EncodedValue, source: Omit<AsideSource, "blobs">): unknown {
  const { what, limits } = source;
  const error = (problem: string, remedy?: string) => unreadable(what, "", problem, remedy);
  if (sizeOf(encoded) > limits.maximumSize) {
    const remedy = "Give the codec a larger limit, if it is to be trusted.";
    throw error(takesMoreThan(limits.maximumSize), remedy);
  }
  const { way, body } = openText(encoded.text, error);
  const parsed = parseJson(body, error);
  return way === plain
    ? recordParsed(parsed, limits, error)
    : readStructured(parsed, { ...source, blobs: encoded.blobs });
}

function headed({ text, blobs }: EncodedValue): EncodedValue {
  return { text: `${version}${structured}${text}`, blobs };
}

function sizeOf({ text, blobs }: EncodedValue): number {
  return blobs.reduce((size, blob) => size + blob.byteLength, text.length);
}

type ReadError = (problem: string, remedy?: string) => Error;

function openText(text: string, error: ReadError): { way: string; body: string } {
  const head = /^(\d{1,9})([a-z])/.exec(text);
  if (head === null) throw error("does not begin with the version of its format");
  const [{ length }, found, way] = head as unknown as [string, string, string]; // both groups take part in every match
  if (Number(found) !== version) {
    throw error(`is in version ${Number(found)} of the format, and this release reads version ${version}`, newerRemedy);
  }
  if (way === plain || way === structured) return { way, body: text.slice(length) };
  throw error(`is written in the way ${JSON.stringify(way)}, which this release does not know`, newerRemedy);
}

function parseJson(body: string, error: ReadError): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw error("is malformed");
  }
}
