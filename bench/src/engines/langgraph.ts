import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { type BuiltGraph, concurrency, type Engine, installedVersion, stepName } from "../engine.ts";
import { childrenOf, type Graph } from "../shapes.ts";
import { step } from "../steps.ts";

type Write = readonly [index: number, value: number];

/** One channel for all values. Its reducer writes into the array: a copy for each step would be our cost, not its. */
const State = Annotation.Root({
  values: Annotation<number[], readonly Write[]>({
    reducer: (values, writes) => {
      for (const [index, value] of writes) values[index] = value;
      return values;
    },
    default: () => [],
  }),
});

/** A state graph without a checkpointer, which would only add to its time. */
export const engine: Engine = {
  name: "LangGraph.js",
  version: installedVersion("@langchain/langgraph"),
  passesValues: true,
  keepsRecords: false,
  usage: "`StateGraph`, one channel, `maxConcurrency`, a recursion limit above the depth, no checkpointer",
  without: [],
  build: (graph: Graph): BuiltGraph => {
    const compiled = stateGraph(graph);
    const limits = { recursionLimit: graph.parents.length + 10, maxConcurrency: concurrency };
    return {
      run: async () => {
        const { values } = await compiled.invoke({ values: [] }, limits);
        return { valueOf: (index) => values[index] };
      },
    };
  },
};

/** The names of nodes are not known to the types, as they come from the graph. */
interface Builder {
  addNode(name: string, run: (state: typeof State.State) => Promise<typeof State.Update>): unknown;
  addEdge(from: string | string[], to: string): unknown;
  compile(): { invoke(input: typeof State.Update, limits: Limits): Promise<typeof State.State> };
}

interface Limits {
  readonly recursionLimit: number;
  readonly maxConcurrency: number;
}

function stateGraph(graph: Graph): ReturnType<Builder["compile"]> {
  const { parents } = graph;
  const builder = new StateGraph(State) as unknown as Builder; // its own types grow with each node
  for (const [index, own] of parents.entries()) {
    builder.addNode(stepName(index), async ({ values }) => ({
      values: [
        [
          index,
          await step(
            index,
            own.map((parent) => values[parent]!),
          ),
        ],
      ],
    }));
  }
  for (const [index, own] of parents.entries()) {
    const names = own.map(stepName);
    builder.addEdge(names.length === 0 ? START : names.length === 1 ? names[0]! : names, stepName(index));
  }
  for (const [index, children] of childrenOf(graph).entries()) {
    if (children.length === 0) builder.addEdge(stepName(index), END);
  }
  return builder.compile();
}
