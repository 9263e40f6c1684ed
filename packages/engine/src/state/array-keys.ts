/** The index that a key of an array is, or the name that it is. */
export function indexOrName(key: string): string | number {
  return /^(0|[1-9]\d*)$/.test(key) ? Number(key) : key;
}

/** Whether there are names among all keys of an array, given in their order: names come after the indexes. */
export function hasNames(keys: readonly string[], length: number): boolean {
  const last = keys.at(-1);
  if (last === undefined) return false;
  const key = indexOrName(last);
  return typeof key === "string" || key >= length;
}
