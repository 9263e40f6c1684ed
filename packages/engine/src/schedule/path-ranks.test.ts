import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import type { StepForm } from "../plan/definition.ts";
import type { Plan } from "../plan/plan.ts";
import { pathRanks } from "./path-ranks.ts";
import { plansWithin } from "./plans-within.ts";

/** How a step depends on an earlier one, by its distance. */
interface Link {
  readonly back: number;
  readonly kind: "data" | "guard" | "dependsOn" | "skipWith" | "over";
  readonly certainty: "required" | "conditional" | "dynamic";
}

interface RandomStep {
  readonly estimateMs: number | null;
  /** Of earlier runs; null: none. */
  readonly learned: number | null;
  readonly body: "function" | "child" | "sleep";
  readonly links: readonly Link[];
}

const milliseconds = fc.integer({ min: 1, max: 1000 });

const link: fc.Arbitrary<Link> = fc.record({
  back: fc.nat({ max: 9 }),
  kind: fc.constantFrom("data", "guard", "dependsOn", "skipWith", "over"),
  certainty: fc.constantFrom("required", "conditional", "dynamic"),
});

function stepsOf(body: fc.Arbitrary<RandomStep["body"]>): fc.Arbitrary<readonly RandomStep[]> {
  const step = fc.record({
    estimateMs: fc.option(milliseconds),
    learned: fc.option(milliseconds),
    body,
    links: fc.array(link, { maxLength: 4 }),
  });
  return fc.array(step, { minLength: 1, maxLength: 12 });
}

const inside = stepsOf(fc.constantFrom("function", "function", "sleep"));
const outside = stepsOf(fc.constantFrom("function", "function", "child", "sleep"));
const sleepMs = 70;

function planOf(name: string, random: readonly RandomStep[], child: Plan | null): Plan {
  const steps = random.map(({ estimateMs, body, links }, index) => {
    const named = index === 0 ? [] : links.map((one) => ({ ...one, step: `s${index - 1 - (one.back % index)}` }));
    const of = (kind: Link["kind"]) => named.filter((one) => one.kind === kind);
    const lambda = (kind: Link["kind"]) => lambdaOf(() => true, ...of(kind).map(({ step, certainty }) => ({ step, certainty }))); // biome-ignore format: one line
    return stepOf(`s${index}`, {
      estimateMs: body === "sleep" ? null : estimateMs,
      params: [parameterOf("p", lambda("data"))],
      when: of("guard").length === 0 ? null : lambda("guard"),
      dependsOn: of("dependsOn").map(({ step }) => step),
      skipWith: of("skipWith").map(({ step }) => step),
      form: formOf(body, child, lambda("over")),
    });
  });
  return workflowOf(steps, { name }).plan;
}

function formOf(kind: RandomStep["body"], child: Plan | null, over: ReturnType<typeof lambdaOf>): StepForm {
  if (kind === "sleep") return { kind: "sleep", durationMs: sleepMs };
  const run = () => 1;
  if (kind === "function" || child === null) {
    return { kind: "map", over, concurrency: Infinity, body: { kind: "function", run, collect: null } };
  }
  const captures = { captureState: null, captureFlowState: null, captureResources: new Map() };
  const subflow = { plan: child, ...captures, writeBackState: null, writeBackFlowState: null, output: null };
  return { kind: "map", over, concurrency: Infinity, body: { kind: "workflow", subflow } };
}

const learnedOf = (random: readonly RandomStep[]) =>
  new Map(
    random.flatMap(({ learned }, index) => (learned === null ? [] : [[`s${index}`, { mean: learned, count: 1 }]])),
  );

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What is known of the functions of a workflow. */
const knownOf = (random: readonly RandomStep[]) =>
  random.filter(({ body }) => body === "function").flatMap(({ estimateMs, learned }) => estimateMs ?? learned ?? []);

/** The longest way from the start of each step, walked from each step anew. */
function slowPaths(plan: Plan, random: readonly RandomStep[], elsewhere: readonly number[], whole: number) {
  const known = knownOf(random);
  const usual = known.length > 0 ? meanOf(known) : elsewhere.length > 0 ? meanOf(elsewhere) : 1;
  const durationOf = ({ body, estimateMs, learned }: RandomStep): number => {
    if (body === "sleep") return sleepMs;
    return estimateMs ?? (body === "child" ? whole : (learned ?? usual));
  };
  const walk = (index: number): number => {
    const after = plan.edges.filter(({ from }) => from === `s${index}`).map(({ to }) => walk(Number(to.slice(1))));
    return durationOf(random[index]!) + Math.max(0, ...after);
  };
  return random.map((_, index) => walk(index));
}

/** Sums in another order differ in their last digits. */
function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of actual.entries()) expect(value).toBeCloseTo(expected[index]!, 6);
}

describe("the ranks of a workflow", () => {
  it("are the longest paths that a walk through all paths finds, estimates before what was learned", () => {
    const property = fc.property(outside, inside, (random, randomChild) => {
      const child = planOf("child", randomChild, null);
      const plan = planOf("parent", random, child);
      const plans = plansWithin(plan);
      const hasChild = random.some(({ body }) => body === "child");
      expect(plans).toEqual(hasChild ? [child, plan] : [plan]);
      const ranks = pathRanks(plans, hasChild ? [learnedOf(randomChild), learnedOf(random)] : [learnedOf(random)]);
      const all = [...knownOf(random), ...(hasChild ? knownOf(randomChild) : [])];
      const below = slowPaths(child, randomChild, all, 0);
      const expected = slowPaths(plan, random, all, Math.max(...below));
      const { from, whole } = ranks.get(plan)!;
      expectClose([...from, whole], [...expected, Math.max(...expected)]);
      if (hasChild) expectClose([...ranks.get(child)!.from], below);
    });
    fc.assert(property, trials("ranks", 1000));
  });

  it("count steps where nothing is known", () => {
    const steps = ["a", "b", "c", "d"].map((name, index, names) =>
      stepOf(name, { dependsOn: index === 0 || index === 3 ? [] : [names[index - 1]!] }),
    );
    const { plan } = workflowOf(steps);
    expect([...pathRanks([plan], [new Map()]).get(plan)!.from]).toEqual([3, 2, 1, 1]);
  });

  it("of a chain of 100,000 are found without a stack, and of a fan-in of 100,000 by one pass", () => {
    const count = 100_000;
    const chain = Array.from({ length: count }, (_, index) =>
      stepOf(`s${index}`, { dependsOn: index === 0 ? [] : [`s${index - 1}`] }),
    );
    const fan = Array.from({ length: count }, (_, index) => stepOf(`s${index}`));
    const join = stepOf("join", { dependsOn: fan.map(({ name }) => name) });
    const [long, wide] = [workflowOf(chain).plan, workflowOf([...fan, join]).plan];
    const ranks = [long, wide].map((plan) => pathRanks([plan], [new Map()]).get(plan)!);
    expect(ranks.map(({ whole }) => whole)).toEqual([count, 2]);
    expect(ranks[1]!.from.every((path, index) => path === (index === count ? 1 : 2))).toBe(true);
  });
});

describe("the plans within a workflow", () => {
  it("are each there once, those that others run before these", () => {
    const leaf = planOf("leaf", [{ estimateMs: null, learned: null, body: "function", links: [] }], null);
    const child: RandomStep = { estimateMs: null, learned: null, body: "child", links: [] };
    const middle = planOf("middle", [child, child], leaf);
    const root = planOf("root", [child, child, child], middle);
    expect(plansWithin(root)).toEqual([leaf, middle, root]);
  });
});
