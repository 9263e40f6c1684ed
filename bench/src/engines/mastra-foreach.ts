import { concurrency, type Engine, installedVersion, stepName } from "../engine.ts";
import { mastraStep, mastraWorkflow, type StageForm, valuesOf } from "../mastra-workflow.ts";

/** An item of a stage: which step it is, and what it reads. */
type Item = readonly [index: number, parents: readonly number[]];

const form: StageForm = {
  append: (chain, stage, parents, before) => {
    const places = new Map(before.map((index, place) => [index, place]));
    const items = async ({ inputData }: { readonly inputData: unknown }): Promise<readonly Item[]> => {
      const values = valuesOf(form, inputData, before);
      return stage.map((index) => [index, parents[index]!.map((parent) => values[places.get(parent)!]!)]);
    };
    const each = mastraStep(stageId(stage), (item) => item as Item); // made above
    return chain.map(items).foreach(each, { concurrency });
  },
  valuesIn: (input) => input as readonly number[], // what the steps of a `foreach` returned
  valueOf: (result, stage, place) => {
    const values = result.steps[stageId(stage)]?.output as readonly unknown[] | undefined; // as above
    return values?.[place];
  },
};

function stageId(stage: readonly number[]): string {
  return `stage-of-${stepName(stage[0]!)}`;
}

/** The only form of Mastra with a limit: each stage is one `foreach` over items that a `map` makes. */
export const engine: Engine = {
  name: "Mastra (foreach / then)",
  version: installedVersion("@mastra/core"),
  passesValues: true,
  keepsRecords: true,
  usage: "a `then`, or a `map` and a `foreach` with a limit, for each stage; inputs not validated",
  without: [],
  build: (graph) => mastraWorkflow(graph, form),
};
