import { type Engine, installedVersion, stepName } from "../engine.ts";
import { mastraStep, mastraWorkflow, type StageForm, valuesOf } from "../mastra-workflow.ts";

const form: StageForm = {
  append: (chain, stage, parents, before) => {
    const steps = stage.map((index) =>
      mastraStep(stepName(index), (input) => {
        if (before.length <= 1) return [index, valuesOf(form, input, before)];
        const values = input as Readonly<Record<string, number>>; // what a `parallel` gives, by step
        return [index, parents[index]!.map((parent) => values[stepName(parent)]!)];
      }),
    );
    return chain.parallel(steps);
  },
  valuesIn: (input, before) => before.map((index) => (input as Readonly<Record<string, number>>)[stepName(index)]!), // as above
  valueOf: (result, stage, place) => result.steps[stepName(stage[place]!)]?.output,
};

/** Each step is a step of Mastra; it has no limit here, as `parallel` has none. */
export const engine: Engine = {
  name: "Mastra (parallel)",
  version: installedVersion("@mastra/core"),
  passesValues: true,
  keepsRecords: true,
  usage: "a `then` or a `parallel` for each stage, no limit; inputs not validated",
  without: ["chain"],
  build: (graph) => mastraWorkflow(graph, form),
};
