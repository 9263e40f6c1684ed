import { type AnyWorkflow, workflow } from "@stepspan/dsl";

/** What a shape of a given size is made of. */
export type Shape = (count: number) => AnyWorkflow;

type Body = (params: object) => unknown;

const one: Body = () => 1;

/** One step, and all others read it. */
export const fanOut: Shape = (count) => {
  let made: AnyWorkflow = workflow("fan-out");
  made = made.step("root", { run: one });
  for (let index = 1; index < count; index++) {
    made = made.step(`leaf${index}`, {
      params: { root: ({ stepSpan }) => stepSpan("root").output },
      run: ({ root }: { root: unknown }) => root,
    });
  }
  return made;
};

/** Each step adds one to the output of the step before it. */
export const chain: Shape = (count) => {
  let made: AnyWorkflow = workflow("chain");
  made = made.step("link0", { run: one });
  for (let index = 1; index < count; index++) {
    const before = `link${index - 1}`;
    made = made.step(`link${index}`, {
      params: { before: ({ stepSpan }) => stepSpan(before).output },
      run: ({ before: number }: { before: unknown }) => Number(number) + 1,
    });
  }
  return made;
};

const width = 100;

/** Layers of 100 steps, of which each adds up three of the layer before. */
export const layers: Shape = (count) => {
  let made: AnyWorkflow = workflow("layers");
  for (let index = 0; index < count; index++) {
    if (index < width) {
      made = made.step(`cell${index}`, { run: one });
      continue;
    }
    const row = index - (index % width) - width;
    const [left, middle, right] = [0, 1, 2].map((offset) => `cell${row + ((index + offset) % width)}`) as [
      string,
      string,
      string,
    ];
    made = made.step(`cell${index}`, {
      params: {
        left: ({ stepSpan }) => stepSpan(left).output,
        middle: ({ stepSpan }) => stepSpan(middle).output,
        right: ({ stepSpan }) => stepSpan(right).output,
      },
      run: (cells: { left: unknown; middle: unknown; right: unknown }) =>
        (Number(cells.left) + Number(cells.middle) + Number(cells.right)) % 1000,
    });
  }
  return made;
};

type ReadSpan = (name: string) => { readonly output: unknown };

function independent(count: number, workflowName: string): { made: AnyWorkflow; names: string[] } {
  let made: AnyWorkflow = workflow(workflowName);
  const names: string[] = [];
  for (let index = 0; index < count - 1; index++) {
    const name = `part${index}`;
    names.push(name);
    made = made.step(name, { run: () => index });
  }
  return { made, names };
}

/** Counts the calls of a lambda that is asked for all parts. */
export interface Counted {
  evaluations: number;
}

/** The last step reads all others by a closure's list of names. */
export function fanInByNames(count: number, counted: Counted = { evaluations: 0 }): AnyWorkflow {
  const { made, names } = independent(count, "fan-in by names");
  return made.step("sum", {
    params: {
      parts: ({ stepSpan }) => {
        counted.evaluations++;
        return names.map((name) => stepSpan(name).output);
      },
    },
    run: sum,
  });
}

/** The last step reads all others through a function that takes the scope. */
export function fanInByHelper(count: number, counted: Counted = { evaluations: 0 }): AnyWorkflow {
  const { made, names } = independent(count, "fan-in by a helper");
  const partsOf = (scope: { readonly stepSpan: ReadSpan }) => {
    counted.evaluations++;
    return names.map((name) => scope.stepSpan(name).output);
  };
  return made.step("sum", { params: { parts: (scope) => partsOf(scope) }, run: sum });
}

function sum({ parts }: { parts: readonly unknown[] }): number {
  return parts.reduce((total: number, part) => total + Number(part), 0);
}
