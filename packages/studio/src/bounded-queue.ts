/** Items that wait for somebody who may be slow: beyond a number of them the oldest go. */
export interface BoundedQueue<Item> {
  add(item: Item): void;
  /** All that wait, and how many went before them. */
  take(): { readonly items: readonly Item[]; readonly missed: number };
}

export function boundedQueue<Item>(most: number): BoundedQueue<Item> {
  let items = new Set<{ readonly item: Item }>();
  let missed = 0;
  return {
    add(item) {
      items.add({ item });
      if (items.size <= most) return;
      for (const oldest of items) {
        items.delete(oldest);
        missed++;
        return;
      }
    },
    take() {
      const taken = { items: [...items].map(({ item }) => item), missed };
      items = new Set();
      missed = 0;
      return taken;
    },
  };
}
