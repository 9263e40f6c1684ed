import { isDeepStrictEqual } from "node:util";

/** @throws Error that names the first key under which they differ */
export function compareMaps<Value>(
  what: string,
  found: ReadonlyMap<string, Value>,
  expected: ReadonlyMap<string, Value>,
): void {
  for (const key of new Set([...expected.keys(), ...found.keys()]))
    expectEqual(`${what}: ${key}`, found.get(key), expected.get(key));
}

/** @throws Error with both values */
export function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected))
    throw new Error(`${what}: the engine gives ${JSON.stringify(found)}, expected is ${JSON.stringify(expected)}`);
}
