import type { ClassRegistry } from "../state/class-registry.ts";
import { copyToRecord, copyValue } from "../state/record.ts";
import { instanceEncoder } from "./aside-of-instance.ts";
import type { EncodedValue } from "./encoded-value.ts";
import { type CodecLimits, largeRemedy, takesMoreThan, usualLimits } from "./limits.ts";
import { recordParsed } from "./parsed-json.ts";
import { isPlainJson } from "./plain-json.ts";
import { readStructured, writeStructured } from "./structured.ts";
import { newerRemedy, unreadable } from "./unreadable.ts";

/** Every text begins with the version of the format and a letter for the way in which the rest is written. */
const version = 1;
const plain = "j";
const structured = "v";

/** Writes values down and reads them back as they were. */
export interface Codec {
  /**
   * @param what the value in words, for the message of the error
   * @throws SerializationError for what cannot be recorded, and for what is too deep or too large
   */
  encode(value: unknown, what: string): EncodedValue;
  /**
   * A recorded value: frozen where it can be, nobody else's. Nothing in what is read is trusted.
   *
   * @throws StoreError if it is damaged, of another format, too deep or too large, or holds a class unknown here
   */
  decode(encoded: EncodedValue, what: string): unknown;
}

/** What a codec is made with. */
export interface CodecOptions {
  readonly classes?: ClassRegistry;
  readonly limits?: Partial<CodecLimits>;
}

/** A codec for what `record` records with the same classes, and for nothing else. */
export function createCodec(options: CodecOptions = {}): Codec {
  const classes = options.classes ?? null;
  const limits: CodecLimits = { ...usualLimits, ...options.limits };
  return {
    encode(value, what) {
      const rules = copyToRecord(what, instanceEncoder(classes));
      const recorded = copyValue(value, rules);
      const encoded = isPlainJson(recorded, limits)
        ? { text: `${version}${plain}${JSON.stringify(recorded)}`, blobs: [] }
        : headed(writeStructured(recorded, limits, rules.refusal));
      if (sizeOf(encoded) <= limits.maximumSize) return encoded;
      throw rules.refusal("", takesMoreThan(limits.maximumSize), largeRemedy);
    },
    decode(encoded, what) {
      const error = (problem: string, remedy?: string) => unreadable(what, "", problem, remedy);
      if (sizeOf(encoded) > limits.maximumSize) {
        const remedy = "Give the codec a larger limit, if it is to be trusted.";
        throw error(takesMoreThan(limits.maximumSize), remedy);
      }
      const { way, body } = openText(encoded.text, error);
      const parsed = parseJson(body, error);
      if (way === plain) return recordParsed(parsed, limits, error);
      return readStructured(parsed, { what, blobs: encoded.blobs, classes, limits });
    },
  };
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
