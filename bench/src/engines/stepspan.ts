import { type AnyWorkflow, createEngine, type Run, workflow } from "stepspan";
import { type BuiltGraph, type Engine, installedVersion, stepName } from "../engine.ts";
import type { Graph } from "../shapes.ts";
import { step } from "../steps.ts";

/** Up to so many parents are read by a parameter each, more of them by one parameter that is a list. */
const mostParameters = 3;

/** A workflow built in a loop, run by an engine as it comes: 16 steps at once, runs kept in memory. */
export const engine: Engine = {
  name: "Stepspan",
  version: installedVersion("stepspan"),
  passesValues: true,
  keepsRecords: true,
  usage: "a parameter for each parent, `createEngine()` without options",
  without: [],
  build: (graph: Graph): BuiltGraph => {
    const made = workflowOf(graph);
    void made.plan; // read here, so that its time is not part of the first run's
    const host = createEngine();
    return {
      run: async () => {
        const run: Run = await host.run(made);
        return { valueOf: (index) => run.span(stepName(index)).output };
      },
      close: () => host.close(),
    };
  },
};

function workflowOf({ parents, shape }: Graph): AnyWorkflow {
  let made: AnyWorkflow = workflow(shape);
  for (const [index, own] of parents.entries()) {
    const names = own.map(stepName);
    made = names.length > mostParameters ? withList(made, index, names) : withParameters(made, index, names);
  }
  return made;
}

function withParameters(made: AnyWorkflow, index: number, names: readonly string[]): AnyWorkflow {
  const [first, second, third] = names;
  const run = (values: Readonly<Record<string, unknown>>) => step(index, Object.values(values) as number[]); // outputs of steps
  return made.step(stepName(index), {
    params: {
      ...(first === undefined ? {} : { first: ({ stepSpan }) => stepSpan(first).output }),
      ...(second === undefined ? {} : { second: ({ stepSpan }) => stepSpan(second).output }),
      ...(third === undefined ? {} : { third: ({ stepSpan }) => stepSpan(third).output }),
    },
    run,
  });
}

function withList(made: AnyWorkflow, index: number, names: readonly string[]): AnyWorkflow {
  return made.step(stepName(index), {
    params: { values: ({ stepSpan }) => names.map((name) => stepSpan(name).output) },
    run: ({ values }: { values: readonly unknown[] }) => step(index, values as number[]), // outputs of steps
  });
}
