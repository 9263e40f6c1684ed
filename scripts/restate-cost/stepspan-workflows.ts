import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { type Job, jobs, stepValue } from "./graph.ts";

/** Up to so many parents are read by a parameter each, more of them by one parameter that is a list. */
const mostParameters = 3;

/** The jobs as workflows, by their names. */
export const workflows: ReadonlyMap<string, AnyWorkflow> = new Map(jobs.map((job) => [job.name, workflowOf(job)]));

/** Under which name a step of a job is found. */
export function stepName(step: number): string {
  return `s${step}`;
}

function workflowOf({ name, parents }: Job): AnyWorkflow {
  let made: AnyWorkflow = workflow(name);
  for (const [step, own] of parents.entries()) {
    const names = own.map(stepName);
    made = names.length > mostParameters ? withList(made, step, names) : withParameters(made, step, names);
  }
  return made;
}

function withParameters(made: AnyWorkflow, step: number, names: readonly string[]): AnyWorkflow {
  const [first, second, third] = names;
  return made.step(stepName(step), {
    params: {
      ...(first === undefined ? {} : { first: ({ stepSpan }) => stepSpan(first).output }),
      ...(second === undefined ? {} : { second: ({ stepSpan }) => stepSpan(second).output }),
      ...(third === undefined ? {} : { third: ({ stepSpan }) => stepSpan(third).output }),
    },
    run: (values: Readonly<Record<string, unknown>>) => stepValue(step, Object.values(values) as number[]), // outputs of steps
  });
}

function withList(made: AnyWorkflow, step: number, names: readonly string[]): AnyWorkflow {
  return made.step(stepName(step), {
    params: { values: ({ stepSpan }) => names.map((name) => stepSpan(name).output) },
    run: ({ values }: { values: readonly unknown[] }) => stepValue(step, values as number[]), // outputs of steps
  });
}
