/** Items of a step that stand next to each other: `[0..99]`, `#2..3`, or one, `[4]`. */
export interface ItemPlace {
  readonly kind: "item" | "iteration";
  readonly first: number;
  readonly last: number;
}

const item = /^\[(\d+)(?:\.\.(\d+))?\]$/;
const iteration = /^#(\d+)(?:\.\.(\d+))?$/;

/** The place of an item in the step that it belongs to, by the names, or the paths, of both; null for other spans. */
export function placeWithin(step: string, name: string): ItemPlace | null {
  if (!name.startsWith(step)) return null;
  const suffix = name.slice(step.length);
  const found = item.exec(suffix) ?? iteration.exec(suffix);
  if (found === null) return null;
  const first = Number(found[1]);
  return { kind: suffix.startsWith("#") ? "iteration" : "item", first, last: Number(found[2] ?? first) };
}

/** The name of one item, or of several in one: `fetch[3]`, `draft#1..4`. */
export function itemName(step: string, { kind, first, last }: ItemPlace): string {
  const numbers = first === last ? `${first}` : `${first}..${last}`;
  return kind === "item" ? `${step}[${numbers}]` : `${step}#${numbers}`;
}
