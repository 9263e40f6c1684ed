/** Stands for every list that is empty: most turns have one fact and one event, and a list is made for its first item. */
export const nothing: never[] = [];

/** The list with a further item behind it; one that was empty is a new one. */
export function withLast<Item>(list: Item[], item: Item): Item[] {
  if (list.length === 0) return [item];
  list.push(item);
  return list;
}
