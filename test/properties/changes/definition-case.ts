import fc from "fast-check";
import { type AnyWorkflow, workflow } from "stepspan";

/** A step of a random definition. */
export interface StepCase {
  readonly name: string;
  /** Names of earlier steps. */
  readonly dependsOn: readonly string[];
  readonly constant: number;
  /** What its guard says; null: it has none. */
  readonly guard: boolean | null;
  readonly fails: boolean;
  /** Its failure is tolerated. */
  readonly tolerated: boolean;
  readonly always: boolean;
  /** How many turns its body takes. */
  readonly turns: number;
  /** The steps of its sub-workflow; null: it calls a function. */
  readonly inner: readonly StepCase[] | null;
}

export type DefinitionCase = readonly StepCase[];

/** A change of a definition; numbers choose the step. */
export type ChangeCase =
  | { readonly kind: "rename" | "remove" | "swap"; readonly at: number }
  | { readonly kind: "constant" | "guard" | "edge" | "always" | "inner"; readonly at: number; readonly by: number }
  | { readonly kind: "add"; readonly at: number; readonly step: StepCase };

const seldom = fc.integer({ min: 0, max: 5 }).map((drawn) => drawn === 0);

const bare = fc.record({
  constant: fc.nat({ max: 2 }),
  guard: fc.constantFrom(null, null, null, true, false),
  fails: seldom,
  tolerated: fc.boolean(),
  always: seldom,
  turns: fc.nat({ max: 3 }),
  edges: fc.array(fc.nat({ max: 5 }), { maxLength: 2 }),
});

function chained(steps: readonly (Omit<StepCase, "name" | "dependsOn"> & { readonly edges: readonly number[] })[]) {
  return steps.map(({ edges, ...rest }, at): StepCase => {
    const dependsOn = [...new Set(at === 0 ? [] : edges.map((edge) => `s${edge % at}`))].sort();
    return { ...rest, always: rest.always && dependsOn.length > 0, name: `s${at}`, dependsOn };
  });
}

const inner = fc
  .array(bare, { minLength: 1, maxLength: 2 })
  .map((steps) => chained(steps.map((step) => ({ ...step, inner: null }))));
const withInner = fc
  .tuple(bare, inner, seldom)
  .map(([step, below, has]) => ({ ...step, inner: has ? below : null, always: step.always && !has }));

export const definitionCase: fc.Arbitrary<DefinitionCase> = fc.array(withInner, { minLength: 2, maxLength: 6 }).map(chained); // biome-ignore format: one line

const at = fc.nat({ max: 5 });
export const changeCase: fc.Arbitrary<ChangeCase> = fc.oneof(
  fc.record({ kind: fc.constantFrom("rename" as const, "remove" as const, "swap" as const), at }),
  fc.record({
    kind: fc.constantFrom("constant" as const, "guard" as const, "edge" as const, "always" as const, "inner" as const),
    at,
    by: at,
  }),
  fc.record({
    kind: fc.constant("add" as const),
    at,
    step: withInner.map(({ edges: _edges, ...step }): StepCase => ({ ...step, name: "added", dependsOn: [], always: false })), // biome-ignore format: one line
  }),
);

/** The definition after the change, as its author would write it: what depends on a renamed step is renamed too. */
export function changed(steps: DefinitionCase, change: ChangeCase): DefinitionCase {
  const place = change.at % steps.length;
  const step = steps[place]!; // the remainder is a place
  const replaced = (by: Partial<StepCase>) => steps.map((one) => (one === step ? { ...one, ...by } : one));
  switch (change.kind) {
    case "rename":
      return withEdges(replaced({ name: `${step.name}x` }), (name) => [name === step.name ? `${name}x` : name]);
    case "remove":
      return steps.length === 1 ? steps : withEdges(steps.filter((one) => one !== step), (name) => (name === step.name ? [] : [name])); // biome-ignore format: one line
    case "swap": {
      const next = steps[place + 1];
      if (next === undefined || next.dependsOn.includes(step.name)) return steps;
      return [...steps.slice(0, place), next, step, ...steps.slice(place + 2)];
    }
    case "constant":
      return replaced({ constant: step.constant + change.by });
    case "guard":
      return replaced({ guard: change.by % 2 === 0 });
    case "always":
      return step.inner !== null || step.dependsOn.length === 0 ? steps : replaced({ always: !step.always });
    case "edge": {
      const from = steps[change.by % Math.max(1, place)];
      return place === 0 ? steps : replaced({ dependsOn: [...new Set([...step.dependsOn, from!.name])].sort() }); // there is one before it
    }
    case "inner":
      return step.inner === null ? steps : replaced({ inner: changed(step.inner, { kind: "constant", at: change.by, by: 1 }) }); // biome-ignore format: one line
    case "add":
      if (steps.some(({ name }) => name === change.step.name)) return steps;
      return [...steps.slice(0, place), { ...change.step, dependsOn: steps.slice(0, place).map(({ name }) => name).slice(-1) }, ...steps.slice(place)]; // biome-ignore format: one line
    default:
      return change satisfies never;
  }
}

function withEdges(steps: DefinitionCase, renamed: (name: string) => readonly string[]): DefinitionCase {
  return steps.map((step) => {
    const dependsOn = step.dependsOn.flatMap(renamed);
    return { ...step, dependsOn, always: step.always && dependsOn.length > 0 };
  });
}

/** What a step returns says what its parameters were. */
export function built(steps: DefinitionCase, name = "outer"): AnyWorkflow {
  const empty = workflow(name, { failFast: false }) as AnyWorkflow;
  const whole = steps.reduce((so, step) => withStep(so, step), empty);
  return whole.returns(() => "the end") as AnyWorkflow;
}

function withStep(
  so: AnyWorkflow,
  { name, dependsOn, constant, guard, fails, tolerated, always, turns, inner }: StepCase,
): AnyWorkflow {
  const shared = {
    dependsOn: dependsOn as never,
    params: { constant, above: above(dependsOn) },
    ...(guard === null ? {} : { when: guard ? () => true : () => false }),
  };
  if (inner !== null) {
    const writeBack = { output: ({ output }: { output: unknown }) => output };
    return so.subflow(name, { ...shared, workflow: built(inner, "inner"), writeBack } as never) as AnyWorkflow;
  }
  const run = async ({ constant: given, above: outputs }: { constant: number; above: unknown }) => {
    for (let count = 0; count < turns; count++) await undefined;
    if (fails) throw new Error("it fails");
    return `${given} of ${JSON.stringify(outputs)}`;
  };
  return so.step(name, { ...shared, continueOnError: tolerated, always, run } as never) as AnyWorkflow;
}

interface Reads {
  readonly stepSpan: (name: string, options: { readonly settled: true }) => { readonly output?: unknown };
}

function above(names: readonly string[]) {
  return ({ stepSpan }: Reads) => names.map((name) => stepSpan(name, { settled: true }).output ?? null);
}
