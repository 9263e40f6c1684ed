const greatestIndex = 2 ** 32 - 2;

/** An empty array of some length: one that will stay mostly empty takes no memory for its holes. */
export function arrayWithHoles(length: number, filled: number): unknown[] {
  if (length <= 1000 || filled * 4 > length) return new Array(length);
  const array: unknown[] = [];
  array[greatestIndex] = null; // makes the engine keep its elements in a dictionary
  array.length = length;
  return array;
}
