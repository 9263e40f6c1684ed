import fc from "fast-check";
import { type Expression, readsIn } from "./expression.ts";
import { type RawStep, type RawWorkflow, rarely, rawStep } from "./raw-step.ts";
import type { Behaviour, StepCase, WorkflowCase } from "./workflow-case.ts";

type RawRead = Extract<Expression<number>, { readonly kind: "read" }>;

/** How many steps a random workflow has at most. */
const largest = 15;

/** In how many of 100 calls something goes wrong. */
const badLuck = { calm: 0, mixed: 8, stormy: 55, stuck: 20 } as const;

const rawWorkflow: fc.Arbitrary<RawWorkflow> = fc.record({
  shape: fc.constantFrom("any", "any", "chain", "star", "layers"),
  mood: fc.constantFrom("calm", "mixed", "mixed", "stormy", "stormy", "stormy", "stuck"),
  failFast: fc.boolean(),
  timeoutMs: rarely(6, fc.integer({ min: 1, max: 120 })),
  steps: fc.array(rawStep, { minLength: 1, maxLength: largest, size: "max" }),
});

/** Random workflows: chains, fans, diamonds and whatever else comes. */
export const workflowCase: fc.Arbitrary<WorkflowCase> = rawWorkflow.map(shapeWorkflow);

/** Workflows whose outcome does not depend on time: no time limits, and no failure that stops others. */
export const timelessWorkflow: fc.Arbitrary<WorkflowCase> = rawWorkflow.map((raw) => {
  const mood = raw.mood === "stuck" ? "stormy" : raw.mood;
  const steps = raw.steps.map((step) => ({ ...step, timeoutMs: null }));
  return shapeWorkflow({ ...raw, mood, steps, timeoutMs: null, failFast: false });
});

function shapeWorkflow(raw: RawWorkflow): WorkflowCase {
  const { failFast, timeoutMs } = raw;
  return { steps: raw.steps.map((step, index) => shapeStep(raw, step, index)), failFast, timeoutMs };
}

function shapeStep(workflow: RawWorkflow, raw: RawStep, index: number): StepCase {
  const nameOf = (target: number) => `s${sourceOf(workflow.shape, target, index)}`;
  const shape = (expression: Expression<number>) =>
    shapeExpression(expression, (read) => shapeRead(workflow, read, index));
  const isRoot = isRootOf(workflow.shape, index);
  const linked = (option: "dependsOn" | "skipWith") => [
    ...new Set(raw.links.filter((link) => !isRoot && link.option === option).map((link) => nameOf(link.target))),
  ];
  const params = raw.params.map(shape);
  const guard = raw.guard && { ...raw.guard, value: shape(raw.guard.value) };
  const reads = [...params, ...(guard === null ? [] : [guard.value])].flatMap(readsIn);
  const dependsOn = linked("dependsOn");
  const always = raw.always && (dependsOn.length > 0 || reads.some((read) => read.known !== "unknown"));
  return {
    ...raw,
    name: `s${index}`,
    params,
    guard,
    dependsOn,
    skipWith: always ? [] : linked("skipWith"),
    always,
    behaviours: raw.behaviours.map((behaviour) => shapeBehaviour(workflow.mood, behaviour, raw.timeoutMs !== null)),
  };
}

/** Which earlier step a reference leads to. */
function sourceOf(shape: RawWorkflow["shape"], target: number, index: number): number {
  switch (shape) {
    case "any":
      return target % index;
    case "chain":
      return index - 1;
    case "star":
      return 0;
    case "layers":
      return Math.max(0, Math.floor(index / 3) * 3 - 1 - (target % 3));
    default:
      return shape satisfies never;
  }
}

function isRootOf(shape: RawWorkflow["shape"], index: number): boolean {
  return index === 0 || (shape === "layers" && index < 3);
}

/** The types forbid a plain read of a guarded step; most of these workflows keep to that, one in eight reads does not. */
function shapeRead({ shape, steps }: RawWorkflow, read: RawRead, index: number): Expression {
  if (isRootOf(shape, index)) return { kind: "number", value: read.step };
  const source = sourceOf(shape, read.step, index);
  const { guard, links, continueOnError } = steps[source]!; // an earlier step
  const isGuarded = guard !== null || continueOnError || links.some((link) => link.option === "skipWith");
  const mode = read.mode === "plain" && isGuarded && read.step % 8 !== 7 ? "default" : read.mode;
  return { ...read, mode, step: `s${source}` };
}

function shapeExpression(raw: Expression<number>, shapeOne: (read: RawRead) => Expression): Expression {
  const shape = (inner: Expression<number>) => shapeExpression(inner, shapeOne);
  switch (raw.kind) {
    case "number":
    case "throw":
      return raw;
    case "read":
      return shapeOne(raw);
    case "sum":
      return { kind: "sum", terms: raw.terms.map(shape) };
    case "choose":
      return { kind: "choose", by: shape(raw.by), even: shape(raw.even), odd: shape(raw.odd) };
    case "caught":
      return { kind: "caught", inner: shape(raw.inner) };
    default:
      return raw satisfies never;
  }
}

function shapeBehaviour(
  mood: RawWorkflow["mood"],
  { luck, bad, ...behaviour }: RawStep["behaviours"][number],
  hasTimeout: boolean,
): Behaviour {
  if (luck < 100 - badLuck[mood]) return { ...behaviour, result: "return" };
  return { ...behaviour, result: bad === "never" && !hasTimeout && mood !== "stuck" ? "throw" : bad };
}
