/** How V8 words a write to a frozen value; the key is the first group. */
const wordings = [
  /^Cannot assign to read only property '(.*)' of object/,
  /^Cannot add property (.*), object is not extensible/,
  /^Cannot delete property '(.*)' of /,
  /^Cannot define property (.*), object is not extensible/,
];

/** No more parts than this are looked at: the hint is worth no long search. */
const longestSearch = 10_000;

/** A sentence that names the parameter to copy, if an attempt failed by writing to a frozen one. */
export function frozenWriteHint(thrown: unknown, params: unknown): string | undefined {
  if (!(thrown instanceof TypeError)) return undefined;
  const key = keyWritten(thrown);
  if (key === undefined || typeof params !== "object" || params === null) return undefined;
  const names = Object.entries(params)
    .filter(([, value]) => hasFrozenPart(value, key))
    .map(([name]) => `"${name}"`);
  if (names.length === 0) return undefined;
  const parameter = names.length === 1 ? `Parameter ${names[0]} is` : `Parameters ${names.join(", ")} are`;
  return `${parameter} frozen, because other steps read the same value. Copy it first, for example with structuredClone().`;
}

function keyWritten(thrown: TypeError): string | undefined {
  try {
    const { message } = thrown;
    return wordings.map((wording) => wording.exec(message)?.[1]).find((key) => key !== undefined);
  } catch {
    return undefined;
  }
}

/** Whether the write can have gone to a part of this value: one that is frozen, and has the key or could get it. */
function hasFrozenPart(value: unknown, key: string): boolean {
  const parts: unknown[] = [value];
  for (let at = 0; at < parts.length && at < longestSearch; at++) {
    const part = parts[at];
    if (typeof part !== "object" || part === null || !Object.isFrozen(part)) continue;
    if (Object.hasOwn(part, key) || !Array.isArray(part) || key === String(part.length)) return true;
    parts.push(...Object.values(part));
  }
  return false;
}
