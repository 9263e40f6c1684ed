import { type ItemPlace, itemName, placeWithin } from "./item-names.ts";
import type { SpanGraphNode } from "./node.ts";

/** Fewer items have a line each. */
const fewestFolded = 4;

/** The same graph with one line, `fetch[0..99]`, for items that follow each other and are alike in all but their numbers. */
export function foldItems(node: SpanGraphNode): SpanGraphNode {
  const children: SpanGraphNode[] = [];
  let alike: Item[] = [];
  const finish = () => {
    children.push(...(alike.length < fewestFolded ? alike.map((item) => item.node) : [folded(node.name, alike)]));
    alike = [];
  };
  for (const child of node.children.map(foldItems)) {
    const place = placeWithin(node.name, child.name);
    const next = place === null ? null : { node: child, place, looks: looksOf(child) };
    const last = alike.at(-1);
    if (next === null || (last !== undefined && !follows(next, last))) finish();
    if (next === null) children.push(child);
    else alike.push(next);
  }
  finish();
  return { ...node, children };
}

interface Item {
  readonly node: SpanGraphNode;
  readonly place: ItemPlace;
  /** All but its name. */
  readonly looks: string;
}

function follows(item: Item, before: Item): boolean {
  return (
    item.place.kind === before.place.kind && item.place.first === before.place.last + 1 && item.looks === before.looks
  );
}

function folded(step: string, items: readonly Item[]): SpanGraphNode {
  const [first, last] = [items[0]!, items.at(-1)!]; // there are some
  return { ...first.node, name: itemName(step, { ...first.place, last: last.place.last }) };
}

function looksOf({ name: _name, ...looks }: SpanGraphNode): string {
  return JSON.stringify(looks);
}
