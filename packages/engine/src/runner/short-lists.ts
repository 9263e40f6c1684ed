/** Stands for every list that is empty: most turns have one fact and one event, and a list is made for its first item. */
export const nothing: never[] = [];

/** The list with a further item behind it. Up to two of them it is a new one: one that grows gets room for many. */
export function withLast<Item>(list: Item[], item: Item): Item[] {
  if (list.length === 0) return [item];
  if (list.length === 1) return [list[0]!, item];
  list.push(item);
  return list;
}
