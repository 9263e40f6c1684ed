import type { Span, SpanStatus } from "@stepspan/engine";

/** One line of the tree of steps. The span is a live view; everything else is how it stands in the tree. */
export interface StepRow {
  readonly span: Span;
  readonly path: string;
  /** 0 for the steps of the run. */
  readonly depth: number;
  /** Whether it holds others: items, iterations, turns, or the steps of a sub-workflow. */
  readonly isParent: boolean;
  readonly isOpen: boolean;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
}

/** Which spans of the tree are shown. */
export interface StepFilter {
  /** A part of the path; empty for any. */
  readonly search: string;
  readonly status: SpanStatus | null;
}

export const anyStep: StepFilter = { search: "", status: null };

/**
 * The lines of the tree, in its order: what lies below a folded span is left out. With a filter the tree is flat: all
 * spans that match, at whatever depth. Costs as much as there are lines; with a filter, as there are spans.
 */
export function stepRows(roots: readonly Span[], open: ReadonlySet<string>, filter: StepFilter): readonly StepRow[] {
  return isAnyStep(filter) ? treeRows(roots, open) : matchingRows(roots, filter);
}

export function isAnyStep({ search, status }: StepFilter): boolean {
  return search === "" && status === null;
}

/** What lies right below a span. */
export function partsOf(span: Span): readonly Span[] {
  const { items } = span;
  return items.length > 0 ? items : span.steps;
}

function treeRows(roots: readonly Span[], open: ReadonlySet<string>): readonly StepRow[] {
  const rows: StepRow[] = [];
  const add = (spans: readonly Span[], depth: number) => {
    spans.forEach((span, index) => {
      const { path } = span;
      const parts = partsOf(span);
      const isParent = parts.length > 0;
      const isOpen = isParent && open.has(path);
      rows.push({ span, path, depth, isParent, isOpen, position: index + 1, siblings: spans.length });
      if (isOpen) add(parts, depth + 1);
    });
  };
  add(roots, 0);
  return rows;
}

function matchingRows(roots: readonly Span[], { search, status }: StepFilter): readonly StepRow[] {
  const part = search.toLowerCase();
  const found: { span: Span; path: string }[] = [];
  const pending: Span[] = roots.toReversed();
  for (let span = pending.pop(); span !== undefined; span = pending.pop()) {
    const { path } = span;
    if ((status === null || span.status === status) && path.toLowerCase().includes(part)) found.push({ span, path });
    pending.push(...inOrderOfPopping(partsOf(span)));
  }
  return found.map(({ span, path }, index) => {
    const place = { position: index + 1, siblings: found.length };
    return { span, path, depth: 0, isParent: false, isOpen: false, ...place };
  });
}

function inOrderOfPopping(spans: readonly Span[]): readonly Span[] {
  return spans.length < 2 ? spans : spans.toReversed();
}

/** The paths of the spans that hold a span, the outermost first: those to open so that it is seen. */
export function pathsAbove(path: string): readonly string[] {
  const above: string[] = [];
  for (let end = 0; end < path.length; end++) {
    const character = path[end];
    if (character === "/" || ((character === "[" || character === "#") && end > 0)) above.push(path.slice(0, end));
  }
  return above;
}
