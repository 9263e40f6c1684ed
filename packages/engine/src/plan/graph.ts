import { DirectedGraph } from "graphology";
import type { Certainty, DependencyKind } from "../spans/certainty.ts";
import type { StepDefinition, StepForm } from "./definition.ts";
import type { Edge } from "./edge.ts";

/** Attributes of a step in `workflow.graph`. */
export interface GraphNode {
  kind: NodeKind;
  /** The step has a guard, `skipWith` or `continueOnError`, or is in a race: it may have no output. */
  guarded: boolean;
  always: boolean;
}

/** What a step does, as drawings tell it. `step`: it calls a function once; `subflow`: it runs a workflow once. */
export type NodeKind = "step" | "subflow" | Exclude<StepForm["kind"], "single">;

/** Attributes of a dependency in `workflow.graph`: those of its strongest edge, and all edges between the two steps. */
export interface GraphEdge {
  kind: DependencyKind;
  certainty: Certainty;
  parameter: string | null;
  path: readonly string[];
  edges: readonly Edge[];
}

const kindRank: Record<DependencyKind, number> = { data: 2, guard: 1, order: 0 };
const certaintyRank: Record<Certainty, number> = { required: 2, conditional: 1, dynamic: 0 };

/** Draws the steps and edges of a plan as a graphology graph: one edge per pair of steps. */
export function createGraph(
  steps: readonly StepDefinition[],
  edges: readonly Edge[],
): DirectedGraph<GraphNode, GraphEdge> {
  const graph = new DirectedGraph<GraphNode, GraphEdge>({ allowSelfLoops: false });
  const guarded = guardedSteps(steps);
  for (const step of steps) {
    graph.addNode(step.name, { kind: nodeKindOf(step), guarded: guarded.has(step.name), always: step.always });
  }
  for (const [from, between] of groupByPair(edges)) {
    for (const [to, pair] of between) {
      // The same key in every copy of the graph, so that a key found in one can be used in another.
      const key = JSON.stringify([from, to]);
      graph.addDirectedEdgeWithKey(key, from, to, { ...strongest(pair), edges: pair });
    }
  }
  return graph;
}

/** What a step does. */
export function nodeKindOf({ form }: StepDefinition): NodeKind {
  if (form.kind !== "single") return form.kind;
  return form.body.kind === "workflow" ? "subflow" : "step";
}

/** The names of the steps whose readers must say what to do when there is no output: those in a race too. */
export function guardedSteps(steps: readonly StepDefinition[]): ReadonlySet<string> {
  const inRaces = steps.flatMap(({ form }) => (form.kind === "race" ? form.of : []));
  return new Set([...steps.filter(isGuarded).map((step) => step.name), ...inRaces]);
}

/** Whether the options of the step make it guarded. A step in a race is guarded too. */
export function isGuarded(step: StepDefinition): boolean {
  return step.when !== null || step.skipWith.length > 0 || step.continueOnError;
}

function groupByPair(edges: readonly Edge[]): Map<string, Map<string, Edge[]>> {
  const pairs = new Map<string, Map<string, Edge[]>>();
  for (const edge of edges) {
    const between = pairs.get(edge.from) ?? new Map<string, Edge[]>();
    pairs.set(edge.from, between);
    const pair = between.get(edge.to);
    if (pair === undefined) between.set(edge.to, [edge]);
    else pair.push(edge);
  }
  return pairs;
}

function strongest(pair: readonly Edge[]): Omit<GraphEdge, "edges"> {
  const rank = (edge: Edge) => certaintyRank[edge.certainty] * 3 + kindRank[edge.kind];
  const edge = pair.reduce((best, next) => (rank(next) > rank(best) ? next : best));
  return { kind: edge.kind, certainty: edge.certainty, parameter: edge.parameter, path: edge.path };
}
