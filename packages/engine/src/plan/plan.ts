import type { DirectedGraph } from "graphology";
import type { StepDefinition, WorkflowDefinition } from "./definition.ts";
import type { Edge } from "./edge.ts";
import type { ExpectedReads } from "./expected-reads.ts";
import type { GraphEdge, GraphNode } from "./graph.ts";

/** For each step those that wait for it up front, in flat arrays (I9): `targets` from `offsets[index]` to `offsets[index + 1]`. */
export interface Dependents {
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  /** 1 where the target only asks whether the step has settled, so that a loss does not reach it. */
  readonly bearsLoss: Uint8Array;
}

/**
 * A workflow that was checked and can run (I1). It holds no state of a run; steps are known by their index,
 * and every edge leads from a lower index to a higher one.
 */
export interface Plan extends Omit<WorkflowDefinition, "steps"> {
  readonly steps: readonly StepDefinition[];
  readonly indexByName: ReadonlyMap<string, number>;
  /** The path of each step: its name, with the characters that build paths written as `%2F`. */
  readonly paths: readonly string[];
  readonly indexByPath: ReadonlyMap<string, number>;
  /** The queues that its steps name. */
  readonly queues: ReadonlySet<string>;
  /** Whether outputs of its steps, or of those of its sub-workflows, are used again in later runs. */
  readonly hasCache: boolean;
  /** For each step the race that it is in, or -1. */
  readonly raceOf: Int32Array;
  /** The `on` steps, in the order written. */
  readonly listening: readonly number[];
  /** The `on` steps by the names of their events. */
  readonly listeners: ReadonlyMap<string, readonly number[]>;
  /** Grouped by the step that they lead to. */
  readonly edges: readonly Edge[];
  /** For each step the number of steps that it waits for up front. */
  readonly upFrontCounts: Int32Array;
  readonly dependents: Dependents;
  readonly reads: ExpectedReads;
  /** The edges that lead to a step, in the order written. */
  edgesTo(index: number): readonly Edge[];
  /**
   * A short text that another definition does not have: other steps, edges, options, constants, sources of lambdas or
   * sub-workflows. White space and comments in lambdas, the order of the steps, bodies and schemas do not count. Made
   * when it is first asked for.
   */
  readonly fingerprint: string;
  /** A copy of the graph; made anew at each access. */
  readonly graph: DirectedGraph<GraphNode, GraphEdge>;
}
