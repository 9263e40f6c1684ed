/** A write that V8 refused: to a property that is there or, by adding one, to a name that is not; null for the prototype. */
interface RefusedWrite {
  readonly key: string | null;
  readonly isThere: boolean;
}

/** How V8 words such errors; the key is the first group. Array methods use the same words. */
const wordings: readonly { readonly wording: RegExp; readonly isThere: boolean }[] = [
  { wording: /^Cannot assign to read only property '(.*)' of object '/s, isThere: true },
  { wording: /^Cannot delete property '(.*)' of /s, isThere: true },
  { wording: /^Cannot redefine property: (.*)$/s, isThere: true },
  { wording: /^Cannot add property (.*), object is not extensible$/s, isThere: false },
  { wording: /^Cannot define property (.*), object is not extensible$/s, isThere: false },
  { wording: /^(?:#<\w+>|\[object \w+\]) is not extensible$/, isThere: false },
];

/** No more parts than this are looked at: the hint is worth no long search. */
const longestSearch = 10_000;

/** A sentence that names the parameter to copy, if an attempt failed by writing to a frozen one. */
export function frozenWriteHint(thrown: unknown, params: unknown): string | undefined {
  try {
    return hintAbout(thrown, params);
  } catch {
    return undefined; // a constant of the user's that cannot even be looked at
  }
}

function hintAbout(thrown: unknown, params: unknown): string | undefined {
  if (!(thrown instanceof TypeError) || typeof params !== "object" || params === null) return undefined;
  const write = refusedWrite(thrown.message);
  if (write === null) return undefined;
  const names = Object.entries(params)
    .filter(([, value]) => hasFrozenPart(value, write))
    .map(([name]) => `"${name}"`);
  if (names.length === 0) return undefined;
  const parameter = names.length === 1 ? `Parameter ${names[0]} is` : `Parameters ${names.join(", ")} are`;
  return `${parameter} frozen, because other steps read the same value. Copy it first, for example with structuredClone().`;
}

function refusedWrite(message: string): RefusedWrite | null {
  for (const { wording, isThere } of wordings) {
    const found = wording.exec(message);
    if (found !== null) return { key: found[1] ?? null, isThere };
  }
  return null;
}

/** Whether the write can have gone to a part of this value. */
function hasFrozenPart(value: unknown, { key, isThere }: RefusedWrite): boolean {
  const parts = new Set([value]);
  for (const part of parts) {
    if (typeof part !== "object" || part === null) continue;
    if (Object.isFrozen(part) && (key === null || Object.hasOwn(part, key) === isThere)) return true;
    for (const inner of partsOf(part)) {
      if (parts.size >= longestSearch) break;
      parts.add(inner);
    }
  }
  return false;
}

/** Live objects among the constants are not looked into. */
function partsOf(part: object): Iterable<unknown> {
  if (part instanceof Map || part instanceof Set) return part.values();
  return Object.isFrozen(part) ? Object.values(part) : [];
}
