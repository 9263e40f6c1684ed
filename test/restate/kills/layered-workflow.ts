import { setTimeout as pause } from "node:timers/promises";
import { type AnyWorkflow, type StepContext, workflow } from "stepspan";
import type { Ledger } from "../../../packages/examples/src/cluster/ledger.ts";
import { failuresOf, type LayeredStep, mixed, mostAttempts, numberOf } from "./layered-graph.ts";

interface Given {
  readonly salt: number;
  readonly values: readonly number[];
}

/** The longest that a body takes, in milliseconds. */
const longestMs = 40;

/** The graph as a workflow: its input is the salt of the run, its resource the ledger that each attempt is noted in. */
export function layeredWorkflow(name: string, graph: readonly LayeredStep[]): AnyWorkflow {
  let made: AnyWorkflow = workflow(name);
  for (const step of graph) {
    made = made.step(step.name, {
      params: {
        salt: ({ input }) => (input as { readonly salt: number }).salt, // as it was started
        values: ({ stepSpan }) => step.parents.map((parent) => stepSpan(parent, { default: null })?.output ?? 0),
      },
      retry: { attempts: mostAttempts, delay: 20, backoff: "exponential" },
      continueOnError: step.isTolerated,
      run: (given: unknown, context: unknown) => body(step, given as Given, context as StepContext), // as the parameters say
    });
  }
  return made;
}

async function body(step: LayeredStep, { salt, values }: Given, context: StepContext): Promise<number> {
  (context.resources.require("ledger" as never) as Ledger).note(context); // the worker has one
  await pause(mixed(salt, step.index, context.attempt) * longestMs);
  if (context.attempt <= failuresOf(step, salt)) throw new Error(`attempt ${context.attempt} of ${step.name} fails`);
  return numberOf(step.index, salt, values);
}
