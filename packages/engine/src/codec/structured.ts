import { stringify, unflatten } from "devalue";
import { copyValue } from "../state/record.ts";
import { type AsideSource, asideReferences, asideRestorer } from "./aside-restorer.ts";
import type { EncodedValue } from "./encoded-value.ts";
import { inspectFlat } from "./inspect-flat.ts";
import { type CodecLimits, deepest } from "./limits.ts";
import { type Refusal, survey } from "./survey.ts";
import { unreadable } from "./unreadable.ts";

/** Stands, with its number, in the place of an object that is written aside. */
const asideTag = "$";

/** Writes a recorded value with devalue: the value, and beside it what devalue alone could not write. */
export function writeStructured(recorded: unknown, limits: CodecLimits, refusal: Refusal): EncodedValue {
  const { numbers, asides, blobs } = survey(recorded, limits, refusal);
  const text = stringify([recorded, asides], {
    [asideTag]: (part: unknown) => numbers.get(part),
    BigInt: (part: unknown) => typeof part === "bigint" && part.toString(16), // decimals take quadratic time
  });
  return { text, blobs };
}

/** Makes a recorded value of what `writeStructured` wrote. Nothing in the text is trusted, and none of it is run. */
export function readStructured(flat: unknown, source: AsideSource): unknown {
  const { what, limits } = source;
  inspectFlat(flat, new Set([asideTag, "BigInt"]), limits, (problem) => unreadable(what, "", problem));
  const [value, asides] = inflate(flat as unknown[], what);
  return copyValue(value, {
    copyInstance: asideRestorer(asides, source),
    maximumDepth: deepest,
    refusal: (path, problem, remedy) => unreadable(what, path, problem, remedy),
  });
}

function inflate(flat: unknown[], what: string): readonly unknown[] {
  try {
    const root: unknown = unflatten(flat, { [asideTag]: asideReferences(), BigInt: bigIntOf });
    if (Array.isArray(root) && root.length === 2 && Array.isArray(root[1])) return root;
  } catch {
    // told as below
  }
  throw unreadable(what, "", "is malformed");
}

function bigIntOf(hexadecimal: unknown): bigint {
  if (typeof hexadecimal !== "string" || !/^-?[\da-f]+$/.test(hexadecimal)) throw new TypeError("not a number");
  return hexadecimal.startsWith("-") ? -BigInt(`0x${hexadecimal.slice(1)}`) : BigInt(`0x${hexadecimal}`);
}
