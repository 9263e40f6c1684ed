/** A tree of invocations over the items of a map. Node 0 is the root; children stand behind their parents. */
export interface Tree {
  /** The node above each node; -1 for the root. */
  readonly parentOf: Int32Array;
  /** How many calls each node makes: of child nodes, or of items at a leaf. */
  readonly callsOf: Int32Array;
  /** The first child of each node, behind which its others stand; -1 for a leaf. */
  readonly firstChildOf: Int32Array;
}

/**
 * Spreads items evenly over the leaves of a tree.
 *
 * @param fanOut how many children a node has at most that is no leaf
 * @param depth how many nodes there are from the root to a leaf: 1 is a single invocation
 */
export function treeOf(items: number, fanOut: number, depth: number): Tree {
  const parentOf = [-1];
  const shares = [items];
  const firstChildOf: number[] = [];
  let level = [0];
  for (let above = depth - 1; above > 0; above--) {
    const below: number[] = [];
    for (const node of level) {
      firstChildOf[node] = shares.length;
      const share = shares[node]!;
      const children = Math.min(fanOut, Math.max(share, 1));
      for (let child = 0; child < children; child++) {
        below.push(shares.length);
        parentOf.push(node);
        shares.push(Math.floor((share * (child + 1)) / children) - Math.floor((share * child) / children));
      }
      shares[node] = children;
    }
    level = below;
  }
  for (const leaf of level) firstChildOf[leaf] = -1;
  return {
    parentOf: Int32Array.from(parentOf),
    callsOf: Int32Array.from(shares),
    firstChildOf: Int32Array.from(firstChildOf),
  };
}
