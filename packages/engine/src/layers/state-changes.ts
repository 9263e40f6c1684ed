import { StateError } from "../errors/value-errors.ts";
import type { StatePatch } from "../spans/span.ts";
import { checkStateKey } from "../state/draft.ts";
import { isInLoop } from "../state/has-loops.ts";
import { isPlainPrototype, kindOfValue } from "../state/kinds.ts";
import { isReservedKey } from "../state/reserved-keys.ts";
import { isShared } from "../state/shared.ts";
import type { StateValues } from "../state/state-values.ts";
import { thaw } from "../state/thaw.ts";
import { acceptedPatches, recordValues, type StateRules, type Values } from "./state-rules.ts";

type Patches = readonly StatePatch[];

/** The patches that give a key a value; none if it has this very value. @throws StateError @throws SerializationError */
export function setPatches(rules: StateRules, values: StateValues, key: string, value: unknown): Patches {
  checkStateKey(key, rules.what);
  const patches = acceptedPatches(rules, values, [putPatch(values, key, recordAt(rules, key, value))]);
  const [first] = patches;
  const isKnown = values.has(key) && first?.path.length === 1 && Object.is(values.peek(key), first.value);
  return isKnown ? [] : patches;
}

/** The patches that take a key away; none if it is not there. */
export function deletePatches(rules: StateRules, values: StateValues, key: string): Patches {
  checkStateKey(key, rules.what);
  return values.has(key) ? acceptedPatches(rules, values, [{ op: "remove", path: [key] }]) : [];
}

/** The patches that add an item to the end of a list. @throws StateError @throws SerializationError */
export function appendPatches(rules: StateRules, values: StateValues, key: string, item: unknown): Patches {
  checkStateKey(key, rules.what);
  const list = values.has(key) ? values.peek(key) : [];
  if (!Array.isArray(list)) {
    throw new StateError(
      `${rules.what} cannot append to ${JSON.stringify(key)}: it is ${kindOfValue(list)}, not a list. Set it to a list first.`,
    );
  }
  const recorded = recordAt(rules, key, item);
  if (!values.has(key) || isInLoop(list)) {
    return acceptedPatches(rules, values, [
      putPatch(values, key, recordAt(rules, key, withItem(thaw(list), recorded))),
    ]);
  }
  return acceptedPatches(rules, values, [{ op: "add", path: [key, list.length], value: recorded }]);
}

/** The patches that set several keys of an object. @throws StateError @throws SerializationError */
export function mergePatches(rules: StateRules, values: StateValues, key: string, parts: object): Patches {
  checkStateKey(key, rules.what);
  const object = values.has(key) ? values.peek(key) : {};
  if (!isPlain(object)) {
    throw new StateError(
      `${rules.what} cannot merge into ${JSON.stringify(key)}: it is ${kindOfValue(object)}, not a plain object. Set it to an object first.`,
    );
  }
  const recorded = recordParts(rules, key, parts);
  if (!values.has(key) || isInLoop(object)) {
    return acceptedPatches(rules, values, [
      putPatch(values, key, recordAt(rules, key, Object.assign(thaw(object), recorded))),
    ]);
  }
  const changed = Object.keys(recorded).filter((part) => !Object.hasOwn(object, part) || !Object.is(object[part], recorded[part])); // biome-ignore format: one thought
  const patches = changed.map((part): StatePatch => {
    return { op: Object.hasOwn(object, part) ? "replace" : "add", path: [key, part], value: recorded[part] };
  });
  return acceptedPatches(rules, values, patches);
}

function withItem(list: unknown[], item: unknown): unknown[] {
  list.push(item);
  return list;
}

function putPatch(values: StateValues, key: string, value: unknown): StatePatch {
  return { op: values.has(key) ? "replace" : "add", path: [key], value };
}

function recordAt(rules: StateRules, key: string, value: unknown): unknown {
  return isShared(value) ? value : recordValues(rules, { [key]: value })[key];
}

function recordParts(rules: StateRules, key: string, parts: unknown): Values {
  if (!isPlain(parts)) {
    throw new StateError(
      `${rules.what} got ${kindOfValue(parts)} to merge into ${JSON.stringify(key)}. Give a plain object with the keys to set.`,
    );
  }
  const reserved = Object.keys(parts).find(isReservedKey);
  if (reserved === undefined) return recordAt(rules, key, parts) as Values; // a copy of a plain object
  throw new StateError(
    `${rules.what} cannot merge ${JSON.stringify(reserved)} into ${JSON.stringify(key)}. That name is not data: use another one.`,
  );
}

function isPlain(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && isPlainPrototype(Object.getPrototypeOf(value)); // biome-ignore format: one thought
}
