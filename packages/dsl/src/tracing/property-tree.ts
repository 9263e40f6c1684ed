/** Reads deeper than this, and more than this of one object, are recorded as reads of what holds them. */
const deepest = 8;
const widest = 16;

/** A property that a lambda read below a span, with those read below it. The root is the span itself. */
export interface PropertyNode {
  readonly depth: number;
  readonly below: Map<string, PropertyNode>;
  /** It was called, so it is a method and not what was read. */
  isCalled: boolean;
}

export function createPropertyNode(depth = 0): PropertyNode {
  return { depth, below: new Map(), isCalled: false };
}

/** Records that a property was read. @returns null where no more is recorded */
export function propertyBelow(node: PropertyNode, key: string): PropertyNode | null {
  const known = node.below.get(key);
  if (known !== undefined) return known;
  if (node.depth >= deepest || node.below.size > widest) return null;
  const property = createPropertyNode(node.depth + 1);
  node.below.set(key, property);
  return property;
}

/** The longest paths that were read, for example `[["output", "items"]]`. */
export function pathsOf(node: PropertyNode): string[][] {
  const read = node.below.size > widest ? [] : [...node.below].filter(([, property]) => !property.isCalled);
  if (read.length === 0) return [[]];
  return read.flatMap(([key, property]) => pathsOf(property).map((path) => [key, ...path]));
}
