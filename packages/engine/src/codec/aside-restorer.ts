import { StoreError } from "../errors/value-errors.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import type { InstanceCopier } from "../state/instance-copies.ts";
import type { PartCopier } from "../state/native-copies.ts";
import { numberOf, type Restoring, textOf } from "./aside.ts";
import { asideKindNamed } from "./aside-kinds.ts";
import { fromBase64 } from "./base64.ts";
import type { CodecLimits } from "./limits.ts";
import { newerRemedy } from "./unreadable.ts";

/** What a value is read with. */
export interface AsideSource {
  readonly what: string;
  readonly blobs: readonly Uint8Array[];
  readonly classes: ClassRegistry | null;
  readonly limits: CodecLimits;
}

/** Stands in a value that is being read for an object that is written aside. */
class AsideReference {
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

/** Makes references by number, one and the same for each number. */
export function asideReferences(): (number: unknown) => object {
  const references = new Map<unknown, AsideReference>();
  return (number) => {
    const known = references.get(number);
    if (known !== undefined) return known;
    if (typeof number !== "number") throw new TypeError("not a number");
    const made = new AsideReference(number);
    references.set(number, made);
    return made;
  };
}

/** Makes the objects that references stand for, while the value that they are in is copied. */
export function asideRestorer(asides: unknown, source: AsideSource): InstanceCopier {
  const desk: Desk = { bytes: bytesWithin(source), classNamed: (name) => source.classes?.classNamed(name) ?? null };
  return (part, parts) => {
    if (!(part instanceof AsideReference)) return null;
    return restore(part, Array.isArray(asides) ? asides[part.number - 1] : null, parts, desk);
  };
}

/** What does not depend on the object that is restored. */
type Desk = Pick<Restoring, "bytes" | "classNamed">;

function restore(reference: AsideReference, aside: unknown, parts: PartCopier, desk: Desk): object {
  const [name, facts, ...rest]: unknown[] = Array.isArray(aside) ? aside : [];
  const kind = asideKindNamed(name);
  if (kind === null || !Array.isArray(facts)) throw parts.refusal(...unknownKind(name));
  try {
    return kind.restore({
      ...desk,
      facts,
      parts: entriesOf(rest),
      keep: (made) => parts.keep(reference, made),
      part: parts.part,
      form: parts.form,
      refusal: parts.refusal,
    });
  } catch (thrown) {
    if (thrown instanceof StoreError) throw thrown;
    throw parts.refusal(`is malformed (kind "${kind.name}")`, null);
  }
}

function unknownKind(name: unknown): [problem: string, remedy: string | null] {
  if (typeof name !== "string" || asideKindNamed(name) !== null) return ["is malformed", null];
  return [`is of the kind ${JSON.stringify(name)}, which this release does not know`, newerRemedy];
}

function entriesOf(rest: readonly unknown[]): [key: string, part: unknown][] {
  if (rest.length % 2 !== 0) throw new TypeError("a key without a part");
  return Array.from({ length: rest.length / 2 }, (_, at) => [textOf(rest[2 * at]), rest[2 * at + 1]]);
}

/** Copies of the bytes, until they are more than a value may hold: many parts can name the same ones. */
function bytesWithin({ blobs, limits }: AsideSource): Restoring["bytes"] {
  let left = limits.maximumSize;
  return (kept, capacity) => {
    const bytes = typeof kept === "string" ? fromBase64(kept) : blobs[numberOf(kept)];
    if (!(bytes instanceof Uint8Array)) throw new TypeError("no bytes");
    left -= Math.max(bytes.byteLength, capacity);
    if (!(left >= 0)) throw new RangeError("too many bytes");
    return new Uint8Array(bytes);
  };
}
