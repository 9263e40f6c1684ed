/** How the compiler sees one step of a chain, and what later ones read of it. */
interface ChainStep {
  readonly written: string;
  /** An expression for its total, inside a lambda. */
  readonly total: string;
}

/** Gives the step of a place; `totalOf` an earlier one's total. */
type ChainStyle = (index: number, totalOf: (index: number) => string) => ChainStep;

/** Styles of writing a workflow; each costs the compiler something else. */
export const chainStyles = { lambdas, kinds } satisfies Record<string, ChainStyle>;

/** Writes a program with one workflow of so many steps, chained. */
export function chainProgram(style: keyof typeof chainStyles, length: number): string {
  const steps: ChainStep[] = [];
  for (let index = 0; index < length; index++) {
    steps.push(chainStyles[style](index, (earlier) => steps[earlier]!.total)); // styles ask for earlier ones only
  }
  return `import { defineStep, workflow } from "@stepspan/dsl";
import { z } from "zod";

interface Item {
  readonly total: number;
}
async function load(params: { readonly day: string; readonly total: number }): Promise<Item> {
  return { total: params.total + params.day.length };
}
export const shared = defineStep({ run: load });
export const itemSchema = z.object({ total: z.number() });

export const report = workflow("report", { input: z.object({ day: z.string() }) })
${steps.map(({ written }) => `  ${written}`).join("\n")}
  .returns(({ stepSpan }) => stepSpan("step0").output.total);
`;
}

const day = "day: ({ input }) => input.day";

/** Every step reads its predecessor and one far back, and every fifth is guarded. */
function lambdas(index: number, totalOf: (index: number) => string): ChainStep {
  const name = `"step${index}"`;
  const reads = index === 0 ? "() => 1" : `({ stepSpan }) => ${totalOf(index - 1)} + ${totalOf(Math.floor(index / 2))}`;
  const total = `stepSpan(${name}).output.total`;
  if (index % 5 === 0) return { written: `.step(${name}, { params: { ${day}, total: ${reads} }, run: load })`, total };
  const options = `params: { total: ${reads}, label: ${name}, ${day} }, run: ({ total, label, day }) => ({ total, label: label + day })`;
  if (index % 5 < 4) return { written: `.step(${name}, { ${options} })`, total };
  const guard = `when: ({ stepSpan }) => ${totalOf(index - 1)} > 0`;
  return { written: `.step(${name}, { ${guard}, ${options} })`, total: perhaps(name) };
}

/** In turn: steps made with `defineStep`, maps, output schemas, tolerated failures after another step, guards. */
function kinds(index: number, totalOf: (index: number) => string): ChainStep {
  const name = `"step${index}"`;
  const total = `stepSpan(${name}).output.total`;
  if (index === 0) return { written: `.step(${name}, { params: { ${day}, total: 1 }, run: shared })`, total };
  const reads = `({ stepSpan }) => ${totalOf(index - 1)}`;
  const forms: readonly ChainStep[] = [
    { written: `.step(${name}, { params: { ${day}, total: ${reads} }, run: shared })`, total },
    {
      written: `.map(${name}, { over: ({ stepSpan }) => [${totalOf(index - 1)}, ${totalOf(Math.floor(index / 2))}], params: { item: ({ item }) => item, ${day} }, run: ({ item, day }) => ({ total: item, day }) })`,
      total: `(stepSpan(${name}).output[0]?.total ?? 0)`,
    },
    { written: `.step(${name}, { params: { total: ${reads} }, output: itemSchema, run: (params) => params })`, total },
    {
      written: `.step(${name}, { dependsOn: ["step${index - 1}"], continueOnError: true, run: () => ({ total: ${index} }) })`,
      total: perhaps(name),
    },
    {
      written: `.step(${name}, { when: ${reads} > 0, params: { total: ${reads} }, run: ({ total }) => ({ total, at: new Date(0) }) })`,
      total: perhaps(name),
    },
  ];
  return forms[index % forms.length]!; // a remainder is the place of one of them
}

/** The total of a step that may have none. */
function perhaps(name: string): string {
  return `(stepSpan(${name}, { default: null })?.output.total ?? 0)`;
}
