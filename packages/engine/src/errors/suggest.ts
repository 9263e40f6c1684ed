const longestName = 200;
const mostEdits = 3;

/**
 * Finds the candidate nearest to a misspelt name, upper and lower case aside.
 *
 * @returns ` Did you mean "x"?`, with its leading space, or `""` if no candidate is near; the first of equals wins
 */
export function suggest(name: string, candidates: Iterable<string>): string {
  if (name.length > longestName) return "";
  const wanted = name.toLowerCase();
  let limit = Math.min(mostEdits, Math.floor(name.length / 3));
  let nearest: string | null = null;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const edits = editsBetween(wanted, candidate.toLowerCase(), limit);
    if (edits > limit) continue;
    nearest = candidate;
    limit = edits - 1;
    if (limit < 0) break;
  }
  return nearest === null ? "" : ` Did you mean ${JSON.stringify(nearest)}?`;
}

/** Insertions, deletions, replacements and swaps of neighbours; any number above `limit` means "more than that". */
function editsBetween(left: string, right: string, limit: number): number {
  if (left === right) return 0;
  if (limit === 0) return 1;
  const tooMany = limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = new Array<number>(right.length + 1).fill(tooMany);
    current[0] = row;
    let least = row;
    const last = Math.min(right.length, row + limit);
    for (let column = Math.max(1, row - limit); column <= last; column++) {
      const same = left[row - 1] === right[column - 1];
      let edits = same
        ? previous[column - 1]!
        : 1 + Math.min(previous[column - 1]!, previous[column]!, current[column - 1]!);
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) edits = Math.min(edits, 1 + beforePrevious[column - 2]!);
      current[column] = edits;
      least = Math.min(least, edits);
    }
    if (least > limit) return tooMany;
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length]!;
}
