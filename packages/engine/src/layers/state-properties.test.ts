import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptState } from "../../../../test/support/kept-state.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import { recordable } from "../../../../test/support/recordable-values.ts";
import { applyStatePatches } from "../state/state-values.ts";
import { thaw } from "../state/thaw.ts";

type Plain = Record<string, unknown>;

/** One change of a state, as the layer makes it and as a plain object would. */
type Change =
  | { readonly verb: "set" | "append"; readonly key: string; readonly value: unknown }
  | { readonly verb: "merge"; readonly key: string; readonly value: Plain }
  | { readonly verb: "delete"; readonly key: string }
  | { readonly verb: "update"; readonly edits: readonly Edit[]; readonly throws: boolean };

/** What a recipe does at some place: `way` picks a part of the part before at each step. */
interface Edit {
  readonly way: readonly number[];
  readonly kind: "put" | "delete" | "push" | "shift" | "reverse" | "move";
  readonly name: string;
  readonly value: unknown;
}

const name = fc.constantFrom("a", "b", "then", "toString", "a.b");
/** Plain values, which are drafted, and any others, which are copied; both in both kinds of test. */
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(fc.integer(), fc.string({ maxLength: 2 }), fc.constantFrom(null, undefined, true)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(name, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const value = fc.oneof({ weight: 3, arbitrary: plain }, recordable);
const edit: fc.Arbitrary<Edit> = fc.record({
  way: fc.array(fc.nat({ max: 5 }), { maxLength: 4 }),
  kind: fc.constantFrom("put", "delete", "push", "shift", "reverse", "move"),
  name,
  value,
});
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ verb: fc.constantFrom("set", "append"), key: name, value }),
  fc.record({ verb: fc.constant("merge"), key: name, value: fc.dictionary(name, value, { noNullPrototype: true }) }),
  fc.record({ verb: fc.constant("delete"), key: name }),
  fc.record({ verb: fc.constant("update"), edits: fc.array(edit, { maxLength: 5 }), throws: fc.boolean().map((is) => is && true) }), // biome-ignore format: one line
);

describe("a state layer, after any changes", () => {
  it("has the values of a plain object that was changed alike, and its patches lead to them from the beginning", () => {
    const ofPrototype = Reflect.ownKeys(Object.prototype);
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const { layer, source, commits } = keptState();
        let oracle: Plain = {};
        for (const one of changes) {
          const before = source.values().all();
          const next = thaw(oracle);
          const [isDone, isExpected] = [tried(() => changeLayer(layer, one)), tried(() => changePlain(next, one))];
          expect(isDone).toBe(isExpected);
          if (isExpected) oracle = thaw(next);
          else expect(source.values().all()).toBe(before);
          expect(isDeepStrictEqual(source.values().all(), { ...oracle })).toBe(true);
        }
        expect(isDeepStrictEqual(commits.reduce(applyStatePatches, {}), source.values().all())).toBe(true);
        expect(Reflect.ownKeys(Object.prototype)).toEqual(ofPrototype);
      }),
      trials("a state layer beside a plain object", 1000),
    );
  });
});

function changeLayer(layer: ReturnType<typeof keptState>["layer"], one: Change): void {
  if (one.verb === "set") layer.set(one.key, one.value);
  else if (one.verb === "append") layer.append(one.key, one.value);
  else if (one.verb === "merge") layer.merge(one.key, one.value);
  else if (one.verb === "delete") layer.delete(one.key);
  else if (one.verb === "update") layer.update((draft) => runEdits(draft, one));
}

function changePlain(plainObject: Plain, one: Change): void {
  if (one.verb === "set") plainObject[one.key] = copyOf(one.value);
  else if (one.verb === "delete") delete plainObject[one.key];
  else if (one.verb === "update") runEdits(plainObject, one);
  else {
    const empty = one.verb === "append" ? [] : {};
    const known = Object.hasOwn(plainObject, one.key) ? plainObject[one.key] : empty;
    plainObject[one.key] = known;
    if (one.verb === "append") {
      if (!Array.isArray(known)) throw new Error("No list.");
      known.push(copyOf(one.value));
    } else {
      if (!isPlain(known)) throw new Error("No object.");
      Object.assign(known, copyOf(one.value));
    }
  }
}

function runEdits(root: Plain, { edits, throws }: Extract<Change, { verb: "update" }>): void {
  for (const one of edits) runEdit(root, one);
  if (throws) throw new Error("The recipe throws.");
}

function runEdit(root: Plain, one: Edit): void {
  const holder = one.way.reduce<unknown>(partAt, root) as Plain | unknown[]; // partAt gives nothing else
  const added = one.kind === "move" ? takenFrom(root, one.way) : copyOf(one.value);
  if (!Array.isArray(holder)) {
    if (one.kind === "delete") delete holder[one.name];
    else holder[one.name] = added;
  } else if (one.kind === "shift") holder.shift();
  else if (one.kind === "reverse") holder.reverse();
  else if (one.kind === "delete") holder.pop();
  else holder.push(added);
}

/** A part at the top that the way does not lead through, taken out: none is in two places. */
function takenFrom(root: Plain, way: readonly number[]): unknown {
  const key = keysOf(root).find((candidate) => way.length === 0 || root[candidate] !== partAt(root, way[0]!));
  if (key === undefined) return null;
  const part = root[key];
  delete root[key];
  return part;
}

/** A plain part that can be changed; the holder itself if the one that is picked cannot be. */
function partAt(holder: unknown, at: number): unknown {
  const parts: unknown[] = keysOf(holder as Plain).map((key) => (holder as Plain)[key]);
  const part = parts[at % Math.max(parts.length, 1)];
  const isDenseList = Array.isArray(part) && Object.keys(part).length === part.length;
  return isDenseList || (isPlain(part) && !hasReservedKeys(part)) ? part : holder;
}

/** Whether a key that goes and comes back keeps its place is not promised. */
function keysOf(holder: Plain): string[] {
  return Array.isArray(holder) ? Object.keys(holder) : Object.keys(holder).sort();
}

function isPlain(part: unknown): part is Plain {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return false;
  const prototype: unknown = Object.getPrototypeOf(part);
  return prototype === Object.prototype || prototype === null;
}

/** In an object that has such a key, code that changes it must not trust any key. */
function hasReservedKeys(part: Plain): boolean {
  return ["__proto__", "constructor", "prototype"].some((key) => Object.hasOwn(part, key));
}

function copyOf<Value>(source: Value): Value {
  return thaw(source);
}

function tried(call: () => void): boolean {
  try {
    call();
    return true;
  } catch {
    return false;
  }
}
