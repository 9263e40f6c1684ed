import { DefinitionError, suggest } from "@stepspan/engine";
import { quoted, shownValue } from "../checks/show-value.ts";
import { copyJson, isPlainObject, type JsonValue, pathBelow } from "./json-value.ts";
import type { CountConfig } from "./step-config.ts";

/** A part of JSON from outside, of which nothing is known yet. */
export interface Found {
  readonly value: unknown;
  /** Where it stands, as code would write it: `steps[3].params.limit`; empty for the whole. */
  readonly path: string;
}

/** The members of an object; undefined for what is not there. */
export type Members<Key extends string> = { readonly [Member in Key]?: Found };

/** The error for a part: what came, where, and what to do. */
export function wrongPart({ value, path }: Found, wayOut: string): DefinitionError {
  const what = isPlainObject(value) ? "an object" : shownValue(value);
  const where = path === "" ? `The configuration is ${what}` : `The configuration has ${what} at ${path}`;
  return new DefinitionError(`${where}. ${wayOut}`);
}

/** @throws DefinitionError unless it is an object that has no other members than those known */
export function membersOf<Key extends string>(found: Found, known: readonly Key[]): Members<Key> {
  const entries = entriesOf(found);
  for (const [key] of entries) {
    if ((known as readonly string[]).includes(key)) continue; // the wider type lets any string be looked for
    const hint = suggest(key, known) || ` What can stand there: ${known.join(", ")}.`;
    throw new DefinitionError(`The configuration has the unknown ${pathBelow(found.path, key)}.${hint}`);
  }
  return Object.fromEntries(entries) as Members<Key>; // their keys were just looked at
}

/** The members of an object that can have any names. @throws DefinitionError for anything else, and for `__proto__` */
export function entriesOf(found: Found): readonly (readonly [string, Found])[] {
  const { value, path } = found;
  if (!isPlainObject(value)) throw wrongPart(found, "Give an object.");
  return Object.keys(value).map((key) => {
    if (key === "__proto__") {
      throw new DefinitionError(`The configuration has the key "__proto__" at ${path || "its top"}. Leave it out.`);
    }
    return [key, { value: value[key], path: pathBelow(path, key) }];
  });
}

/** @throws DefinitionError unless the member is there */
export function needed<Key extends string>(members: Members<Key>, key: Key, holder: Found): Found {
  const member = members[key];
  if (member !== undefined) return member;
  const where = holder.path === "" ? "" : ` at ${holder.path}`;
  throw new DefinitionError(`The configuration has no ${quoted(key)}${where}. Add it.`);
}

/** @throws DefinitionError unless it is a text */
export function textIn(found: Found): string {
  if (typeof found.value === "string") return found.value;
  throw wrongPart(found, "Give a text.");
}

/** @throws DefinitionError unless it is a number */
export function numberIn(found: Found): number {
  if (typeof found.value === "number") return found.value;
  throw wrongPart(found, "Give a number.");
}

/** @throws DefinitionError unless it is true or false */
export function flagIn(found: Found): boolean {
  if (typeof found.value === "boolean") return found.value;
  throw wrongPart(found, "Give true or false.");
}

/** @throws DefinitionError unless it is one of the choices */
export function choiceIn<Choice extends string>(found: Found, choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === found.value);
  if (chosen !== undefined) return chosen;
  const hint = typeof found.value === "string" ? suggest(found.value, choices) : "";
  throw wrongPart(found, `Give one of ${choices.map(quoted).join(", ")}.${hint}`);
}

/** @throws DefinitionError unless it is a list */
export function listIn({ value, path }: Found): readonly Found[] {
  if (Array.isArray(value))
    return Array.from(value, (element: unknown, at) => ({ value: element, path: `${path}[${at}]` }));
  throw wrongPart({ value, path }, "Give a list.");
}

/** @throws DefinitionError unless it is plain JSON */
export function jsonIn({ value, path }: Found): JsonValue {
  return copyJson(value, path, (at, reason) => {
    throw new DefinitionError(`${at} of the configuration ${reason}. Give plain JSON.`);
  });
}

/** @throws DefinitionError unless it is a list of texts */
export function textsIn(found: Found): readonly string[] {
  return listIn(found).map(textIn);
}

/** @throws DefinitionError unless it is a number, or `"unlimited"` */
export function countIn(found: Found): CountConfig {
  if (found.value === "unlimited" || typeof found.value === "number") return found.value;
  throw wrongPart(found, 'Give a number, or "unlimited".');
}
