import type { Plan, Span } from "@stepspan/engine";
import { edgePath, type GraphLayout, type LayoutEdge, type LayoutNode } from "@stepspan/engine/reading";
import { type Edge, type Node, Position } from "@xyflow/react";
import { useMemo, useRef } from "react";
import { isUntaken, type NodePicture, nodePicture, openablePath, samePicture } from "../model/graph-picture.ts";
import { kindWords, type StepKind, stepKind } from "../model/step-kinds.ts";

/** What a box is drawn from. */
export type StepNodeData = {
  readonly name: string;
  readonly kind: StepKind;
  /** What it does, in a few words; may be empty. */
  readonly words: string;
  readonly isGuarded: boolean;
  /** Null before the run that it is in has begun. */
  readonly picture: NodePicture | null;
  readonly path: string;
  readonly isSelected: boolean;
  /** Shows the graph of its sub-workflow; null if it has none of its own. */
  readonly onOpen: (() => void) | null;
};

export type StepFlowNode = Node<StepNodeData, "step">;

/** What an arrow is drawn from. */
export type WayData = {
  readonly path: string;
  readonly kind: LayoutEdge["kind"];
  readonly certainty: LayoutEdge["certainty"];
  readonly isUntaken: boolean;
};

export type WayFlowEdge = Edge<WayData, "way">;

interface FlowNodesGiven {
  readonly layout: GraphLayout;
  readonly plan: Plan;
  readonly spans: readonly Span[];
  readonly selected: string | null;
  readonly onOpen: (path: string) => void;
}

/** The boxes; one that looks as before is the same object as before, so that it is not drawn anew. */
export function useFlowNodes({ layout, plan, spans, selected, onOpen }: FlowNodesGiven): readonly StepFlowNode[] {
  const before = useRef<{ readonly layout: GraphLayout; readonly nodes: readonly StepFlowNode[] }>(undefined);
  return useMemo(() => {
    const known = before.current?.layout === layout ? before.current.nodes : [];
    const nodes = layout.nodes.map((node, at) => {
      const span = spans[node.index];
      const picture = span === undefined ? null : nodePicture(span);
      const isSelected = picture !== null && picture.path === selected;
      const last = known[at];
      if (last !== undefined && last.data.isSelected === isSelected && isSame(last.data.picture, picture)) return last;
      return flowNode(node, plan, picture, isSelected, onOpen);
    });
    before.current = { layout, nodes };
    return nodes;
  }, [layout, plan, spans, selected, onOpen]);
}

function isSame(one: NodePicture | null, other: NodePicture | null): boolean {
  return one === null || other === null ? one === other : samePicture(one, other);
}

function flowNode(
  { index, name, x, y, width, height }: LayoutNode,
  plan: Plan,
  picture: NodePicture | null,
  isSelected: boolean,
  onOpen: (path: string) => void,
): StepFlowNode {
  const step = plan.steps[index]!; // the layout is that of the plan
  const openable = picture === null ? null : openablePath(step, picture.path);
  const middle = { x: width / 2, width: 1, height: 1 };
  return {
    ...{ id: String(index), type: "step", position: { x, y }, width, height },
    measured: { width, height }, // known without being drawn
    // Known beforehand, so that arrows to boxes which were never drawn have their ends.
    handles: [
      { ...middle, type: "target", position: Position.Top, y: 0 },
      { ...middle, type: "source", position: Position.Bottom, y: height },
    ],
    data: {
      ...{ name, picture, isSelected, kind: stepKind(step), words: kindWords(step) },
      isGuarded: step.when !== null,
      path: picture?.path ?? name,
      onOpen: openable === null ? null : () => onOpen(openable),
    },
  };
}

/** The arrows. */
export function flowEdges({ edges }: GraphLayout, spans: readonly Span[]): readonly WayFlowEdge[] {
  return edges.map((edge): WayFlowEdge => {
    const { from, to, kind, certainty, points } = edge;
    return {
      ...{ id: `${from} ${to} ${kind}`, source: String(from), target: String(to), type: "way", focusable: false },
      data: { kind, certainty, path: edgePath(points), isUntaken: isUntaken(edge, spans) },
    };
  });
}
