import { afterEach, beforeEach, expect } from "vitest";

const prototypes = { Object, Array, Function, Promise, Map, Error };

/** Makes each test of a file end with the prototypes of the language as they were when it began. */
export function keepPrototypes(): void {
  let before: readonly string[] = [];
  beforeEach(() => {
    before = propertiesOfPrototypes();
  });
  afterEach(() => {
    expect(propertiesOfPrototypes()).toEqual(before);
  });
}

function propertiesOfPrototypes(): string[] {
  return Object.entries(prototypes).flatMap(([name, { prototype }]) =>
    Reflect.ownKeys(prototype).map((key) => `${name}.prototype.${String(key)}`),
  );
}
