import { redactedText } from "./redact-options.ts";

/** Which names are those of secrets. */
export interface SecretNames {
  has(name: string): boolean;
  /** Whether what lies under a name has to be replaced: null and undefined tell nothing, and are worth to be told apart. */
  hides(name: string, value: unknown): boolean;
  /** Whether such a name is anywhere in plain objects and lists that are shared. Each of them is looked through once. */
  areIn(shared: object): boolean;
}

export function createSecretNames(keys: readonly (string | RegExp)[]): SecretNames {
  const names = new Set(keys.filter((key) => typeof key === "string").map((key) => key.toLowerCase()));
  const patterns = keys.filter((key) => typeof key !== "string");
  const known = new WeakMap<object, boolean>();

  // search() begins anew each time, where test() of a global expression would go on behind its last match.
  const has = (name: string) =>
    names.has(name.toLowerCase()) || patterns.some((pattern) => name.search(pattern) !== -1);

  const hides = (name: string, value: unknown) =>
    value !== null && value !== undefined && value !== redactedText && has(name);

  const look = (shared: object): boolean => {
    const isList = Array.isArray(shared);
    return Object.entries(shared).some(([key, part]) => {
      return (!isList && hides(key, part)) || (typeof part === "object" && part !== null && areIn(part));
    });
  };

  const areIn = (shared: object): boolean => {
    const before = known.get(shared);
    if (before !== undefined) return before;
    const found = look(shared);
    known.set(shared, found);
    return found;
  };

  return { has, hides, areIn };
}
