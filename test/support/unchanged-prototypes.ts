import { afterEach, expect } from "vitest";

const prototypes = { Object, Array, Function, Promise, Map, Set, Date, Error };

/** Read before any file of a test is loaded. */
const before = propertiesOfPrototypes();

/** Vitest runs this file before each file of tests: every test leaves the prototypes of the language as they were. */
afterEach(() => {
  const after = propertiesOfPrototypes();
  const names = new Set([...before.keys(), ...after.keys()]);
  expect([...names].filter((name) => !isSame(before.get(name), after.get(name)))).toEqual([]);
});

function propertiesOfPrototypes(): ReadonlyMap<string, PropertyDescriptor> {
  const found = new Map<string, PropertyDescriptor>();
  for (const [name, { prototype }] of Object.entries(prototypes)) {
    for (const key of Reflect.ownKeys(prototype)) {
      found.set(`${name}.prototype.${String(key)}`, Reflect.getOwnPropertyDescriptor(prototype, key)!); // it is one of its keys
    }
  }
  return found;
}

function isSame(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined): boolean {
  const { value, get, set, enumerable } = one ?? {};
  const isEqual = Object.is(value, other?.value) && get === other?.get && set === other?.set;
  return one !== undefined && other !== undefined && isEqual && enumerable === other.enumerable;
}
