import type { StepRow } from "./step-rows.ts";

/** What a key does in the tree: another line is selected, a line is folded or unfolded. */
export interface TreeMove {
  readonly select: string | null;
  readonly toggle: string | null;
}

const pageLines = 15;

/**
 * What a key does, as trees have it everywhere; null for keys that mean nothing here.
 *
 * @param at the index of the selected line; -1 for none
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/
 */
export function moveInTree(rows: readonly StepRow[], at: number, key: string): TreeMove | null {
  switch (key) {
    case "ArrowDown":
      return select(rows, at + 1);
    case "ArrowUp":
      return select(rows, at === -1 ? 0 : at - 1);
    case "PageDown":
      return select(rows, Math.max(0, at) + pageLines);
    case "PageUp":
      return select(rows, Math.max(0, at - pageLines));
    case "Home":
      return select(rows, 0);
    case "End":
      return select(rows, rows.length - 1);
    case "ArrowRight":
      return unfold(rows, at);
    case "ArrowLeft":
      return fold(rows, at);
    default:
      return null;
  }
}

/** The set with the path if it lacked it, else without. */
export function folded(open: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const next = new Set(open);
  if (!next.delete(path)) next.add(path);
  return next;
}

function select(rows: readonly StepRow[], index: number): TreeMove | null {
  const row = rows[Math.min(Math.max(0, index), rows.length - 1)];
  return row === undefined ? null : { select: row.path, toggle: null };
}

function unfold(rows: readonly StepRow[], at: number): TreeMove | null {
  const row = rows[at];
  if (row?.isParent !== true) return null;
  return row.isOpen ? select(rows, at + 1) : { select: null, toggle: row.path };
}

function fold(rows: readonly StepRow[], at: number): TreeMove | null {
  const row = rows[at];
  if (row === undefined) return null;
  if (row.isOpen) return { select: null, toggle: row.path };
  const above = rows.slice(0, at).findLastIndex((each) => each.depth < row.depth);
  return above === -1 ? null : select(rows, above);
}
