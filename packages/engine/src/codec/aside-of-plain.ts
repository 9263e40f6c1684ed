import { arrayWithHoles } from "../state/array-with-holes.ts";
import { setOwn } from "../state/set-own.ts";
import { type Aside, type AsideKind, numberOf, type Restoring } from "./aside.ts";

/** An array that has properties beside its elements. */
export const arrayAside: AsideKind<readonly unknown[]> = {
  name: "array",
  describe: (array) => ({ facts: [array.length], parts: entriesOf(array) }),
  restore(written) {
    const length = numberOf(written.facts[0]);
    const array = fill(arrayWithHoles(length, written.parts.length), written);
    if (array.length !== length) throw new RangeError("not its length");
    return array;
  },
};

/** An object with a key `__proto__`. */
export const objectAside: AsideKind = {
  name: "object",
  describe: (object) => ({ facts: [Object.getPrototypeOf(object) === null], parts: entriesOf(object) }),
  restore: (written) => fill(written.facts[0] === true ? Object.create(null) : {}, written),
};

function entriesOf(source: object): Aside["parts"] {
  return Object.keys(source).map((key) => [key, Reflect.get(source, key)]);
}

function fill<Target extends object>(target: Target, { parts, keep, part }: Restoring): Target {
  keep(target);
  for (const [key, value] of parts) setOwn(target, key, part(value, key));
  return Object.freeze(target);
}
