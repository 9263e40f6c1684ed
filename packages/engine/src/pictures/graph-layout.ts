import type { DependencyKind } from "../spans/certainty.ts";
import type { SpanDependency } from "../spans/span.ts";

/** A place in a picture, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The box of a step; `x` and `y` are its upper left corner. */
export interface LayoutNode {
  /** The step in the plan. */
  readonly index: number;
  readonly name: string;
  /** How many edges the longest way from the start has. */
  readonly rank: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An arrow between two boxes; edges of one kind between the same two steps are one arrow. */
export interface LayoutEdge {
  /** Indexes of steps. */
  readonly from: number;
  readonly to: number;
  readonly kind: DependencyKind;
  /** That of the strongest edge. `discovered`: no edge of the plan foretold it. */
  readonly certainty: SpanDependency["certainty"];
  /**
   * From the lower side of one box to the upper side of the other: an even number of points. The ways from the first to
   * the second, from the third to the fourth and so on lead from one rank to the next; those between lead straight down,
   * past a rank.
   */
  readonly points: readonly Point[];
}

/** Where the boxes and arrows of a graph go, ranks from top to bottom. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** In the order of the plan. */
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
}
