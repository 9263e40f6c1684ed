import type { PartOutline } from "../plan/outline.ts";

/** A part of a definition that is not as it was; undefined where it is missing. */
interface PartChange {
  readonly name: string;
  readonly before: PartOutline | undefined;
  readonly after: PartOutline | undefined;
}

/** Parts whose texts are hashes, parameters apart. */
const hashed = new Set(
  "when over until where retry.when capture.state capture.flowState writeBack.state writeBack.flowState writeBack.output returns".split(
    " ",
  ),
);

/** Parts that are lists of steps. */
const lists = new Set(["dependsOn", "skipWith", "of"]);

/** In the order of their names. */
export function changedParts(before: readonly PartOutline[], after: readonly PartOutline[]): readonly PartChange[] {
  const earlier = new Map(before.map((part) => [part[0], part]));
  const later = new Map(after.map((part) => [part[0], part]));
  const names = [...new Set([...earlier.keys(), ...later.keys()])].sort();
  return names
    .map((name) => ({ name, before: earlier.get(name), after: later.get(name) }))
    .filter((change) => !isSamePart(change.before, change.after));
}

/** What became of a part: `the timeout was changed from 30 ms to 50 ms`. */
export function changeInWords({ name, before, after }: PartChange): string {
  if (lists.has(name)) return listChange(name, before?.slice(2) ?? [], after?.slice(2) ?? []);
  const part = partInWords(name);
  if (before === undefined) return `${part} was added${textOf(name, after)}`;
  if (after === undefined) return `${part} was removed${textOf(name, before)}`;
  if (!isHashed(name)) return `${part} was changed from ${before[1]} to ${after[1]}`;
  return `${part} was changed${readsChange(before.slice(2), after.slice(2))}`;
}

function isSamePart(one: PartOutline | undefined, other: PartOutline | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.length === other.length && one.every((text, at) => text === other[at]);
}

function isHashed(name: string): boolean {
  return name.startsWith("params.") || hashed.has(name);
}

function partInWords(name: string): string {
  if (name.startsWith("params.")) return `parameter ${JSON.stringify(name.slice("params.".length))}`;
  return name === "when" ? "its guard" : `its ${name}`;
}

function textOf(name: string, part: PartOutline | undefined): string {
  return isHashed(name) || part === undefined ? "" : ` (${part[1]})`;
}

function readsChange(before: readonly string[], after: readonly string[]): string {
  const { gone, come } = between(before, after);
  const words = [
    ...(come.length === 0 ? [] : [`it reads ${inWords(come)} now`]),
    ...(gone.length === 0 ? [] : [`it no longer reads ${inWords(gone)}`]),
  ];
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}

function listChange(name: string, before: readonly string[], after: readonly string[]): string {
  const { gone, come } = between(before, after);
  if (gone.length + come.length === 0)
    return `its ${name} was changed from ${inWords(before)} to ${inWords(after)}, in this order`;
  const words = [
    ...(come.length === 0 ? [] : [`names ${inWords(come)} now`]),
    ...(gone.length === 0 ? [] : [`no longer names ${inWords(gone)}`]),
  ];
  return `its ${name} ${words.join(" and ")}`;
}

function between(before: readonly string[], after: readonly string[]) {
  const [earlier, later] = [new Set(before), new Set(after)];
  return { gone: before.filter((name) => !later.has(name)), come: after.filter((name) => !earlier.has(name)) };
}

function inWords(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(", ");
}
