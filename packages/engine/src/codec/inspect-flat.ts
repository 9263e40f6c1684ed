import { type CodecLimits, deepest } from "./limits.ts";

/** Objects that devalue's form has for one of the value: a reference to an aside, the aside, and its facts. */
const flatObjectsEach = 4;
/** What was first met near the top when it was written can be met far below here: devalue puts parts in another order. */
const deepestFlat = 4 * deepest;

const hole = -2;
const sparse = -7;
/** undefined, NaN, both infinities and -0. */
const constants = new Set<unknown>([-1, -3, -4, -5, -6]);

/**
 * Looks through what is about to be given to devalue: only forms that its `stringify` makes for us, no reference out of
 * the list, no nesting that would overflow the stack, no more objects than a value may hold.
 *
 * @param tags the types of our own
 * @throws what `error` makes of the problem
 */
export function inspectFlat(
  flat: unknown,
  tags: ReadonlySet<unknown>,
  limits: CodecLimits,
  error: (problem: string) => Error,
): void {
  if (!Array.isArray(flat)) throw error("is malformed");
  const seen = new Uint8Array(flat.length);
  let left = limits.maximumObjects * flatObjectsEach;
  const visit = (index: unknown, depth: number): void => {
    if (constants.has(index)) return;
    if (typeof index !== "number" || !Object.hasOwn(flat, index)) throw error("is malformed");
    if (seen[index] === 1) return;
    seen[index] = 1;
    const form: unknown = flat[index];
    if (typeof form !== "object" || form === null) return;
    if (depth > deepestFlat) throw error(`is nested more than ${deepest} levels deep`);
    if (left-- === 0) throw error(`holds more than ${limits.maximumObjects} objects`);
    const references = Array.isArray(form) ? referencesOfList(form, tags) : referencesOfObject(form);
    if (references === null) throw error("is malformed");
    for (const reference of references) visit(reference, depth + 1);
  };
  visit(0, 0);
}

/** The references in a form of devalue's; null if it is none that is written here. */
function referencesOfList(form: readonly unknown[], tags: ReadonlySet<unknown>): readonly unknown[] | null {
  const [head, ...rest] = form;
  if (typeof head !== "string")
    return head === sparse ? referencesOfSparse(rest) : form.filter((item) => item !== hole);
  if (tags.has(head)) return rest.length === 1 ? rest : null;
  if (head === "Set") return rest;
  if (head === "Map") return rest.length % 2 === 0 ? rest : null;
  return head === "null" ? referencesOfPairs(rest, (key) => typeof key === "string" && key !== "__proto__") : null;
}

function referencesOfSparse([length, ...rest]: readonly unknown[]): readonly unknown[] | null {
  if (!isIndex(length)) return null;
  return referencesOfPairs(rest, (key) => isIndex(key) && key < length);
}

function referencesOfPairs(pairs: readonly unknown[], isKey: (key: unknown) => boolean): readonly unknown[] | null {
  const areKeys = pairs.every((item, at) => at % 2 === 1 || isKey(item));
  return areKeys && pairs.length % 2 === 0 ? pairs.filter((_item, at) => at % 2 === 1) : null;
}

function referencesOfObject(form: object): readonly unknown[] | null {
  return Object.hasOwn(form, "__proto__") ? null : Object.values(form);
}

function isIndex(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}
