import { createStep, createWorkflow } from "@mastra/core/workflows";
import { z } from "zod";
import { type BuiltGraph, stepName } from "./engine.ts";
import { type Graph, stagesOf } from "./shapes.ts";
import { step } from "./steps.ts";

/** Schemas that accept everything, and are not asked: the other engines check no values either. */
const schemas = { inputSchema: z.any(), outputSchema: z.any() };
const options = { validateInputs: false };

type Step = ReturnType<typeof createStep>;

/** The methods that are used; the package's own types grow with each step of a chain. */
export interface Chain {
  then(step: Step): Chain;
  parallel(steps: readonly Step[]): Chain;
  foreach(step: Step, options: { readonly concurrency: number }): Chain;
  map(make: (context: { readonly inputData: unknown }) => Promise<unknown>): Chain;
  commit(): { createRun(): Promise<{ start(input: { readonly inputData: unknown }): Promise<Result> }> };
}

/** What a run gives, as far as it is read. */
export interface Result {
  readonly status: string;
  readonly steps: Readonly<Record<string, { readonly output?: unknown }>>;
}

/** How stages of several steps are written, and where the values of these are afterwards. */
export interface StageForm {
  append(chain: Chain, stage: readonly number[], parents: Graph["parents"], before: readonly number[]): Chain;
  /** The values of the stage `before`, in its order, from what the next one gets. */
  valuesIn(input: unknown, before: readonly number[]): readonly number[];
  /** The value of the step at that place of a stage. */
  valueOf(result: Result, stage: readonly number[], place: number): unknown;
}

/** A workflow of stages, since Mastra knows no edges: `then` for a stage of one step, the form for all others. */
export function mastraWorkflow(graph: Graph, form: StageForm): BuiltGraph {
  const stages = stagesOf(graph);
  const places = new Map(stages.flatMap((stage) => stage.map((index, place) => [index, { stage, place }] as const)));
  let chain = createWorkflow({ id: graph.shape, ...schemas, options }) as unknown as Chain; // see Chain
  let before: readonly number[] = [];
  for (const stage of stages) {
    const [first] = stage;
    const known = before;
    chain =
      stage.length > 1
        ? form.append(chain, stage, graph.parents, known)
        : chain.then(mastraStep(stepName(first!), (input) => [first!, valuesOf(form, input, known)]));
    before = stage;
  }
  const workflow = chain.commit();
  return {
    run: async () => {
      const run = await workflow.createRun();
      const result = await run.start({ inputData: 0 });
      if (result.status !== "success") throw new Error(`The run ended as ${JSON.stringify(result).slice(0, 200)}.`);
      return {
        valueOf: (index) => {
          const { stage, place } = places.get(index)!;
          return stage.length > 1 ? form.valueOf(result, stage, place) : result.steps[stepName(index)]?.output;
        },
      };
    },
  };
}

/** A step of Mastra that reads from its input which step of the graph it is, and the values of the parents. */
export function mastraStep(
  id: string,
  read: (input: unknown) => readonly [index: number, parents: readonly number[]],
): Step {
  return createStep({ id, ...schemas, execute: async ({ inputData }) => step(...read(inputData)) });
}

/** The values of the stage before, which are a single number after a stage of one step. */
export function valuesOf(form: StageForm, input: unknown, before: readonly number[]): readonly number[] {
  if (before.length === 0) return [];
  return before.length === 1 ? [input as number] : form.valuesIn(input, before); // what its step returned
}
