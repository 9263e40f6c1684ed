/** Calls `mapper` for every item, at most `concurrency` at once; the results stand in the order of the items. The first error ends it. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  mapper: (item: Item) => Promise<Result>,
  { concurrency, signal }: { readonly concurrency: number; readonly signal: AbortSignal },
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;

  async function work(): Promise<void> {
    while (next < items.length) {
      const index = next;
      next += 1;
      try {
        signal.throwIfAborted();
        results[index] = await mapper(items[index] as Item); // as: the index is below the length
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  }

  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
  return results;
}
