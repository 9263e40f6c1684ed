import { isDeepStrictEqual } from "node:util";
import type { Run, Span } from "@stepspan/engine";
import { declaredReads } from "../cases/expression.ts";
import { parameterName, type StepCase } from "../cases/workflow-case.ts";
import { Disagreement } from "./disagreement.ts";
import type { ModelStep } from "./model-step.ts";
import type { RunModel } from "./run-model.ts";
import { describeVerdict, type Verdict } from "./verdict.ts";

/**
 * Compares the spans of a run that is over with what the model says of its steps.
 *
 * @throws Disagreement
 */
export function compareWithRun(model: RunModel, run: Run): void {
  expectSame("the status of the run", run.status, model.status);
  expectSame("the output of the run", run.output, outputOfRun(model));
  for (const [name, step] of model.steps) {
    const span = run.span(name);
    const tolerated = step.definition.continueOnError;
    expectSame(`the span of ${name}`, describeVerdict(verdictOf(span, tolerated)), describeVerdict(step.verdict));
    expectSame(`the attempts of ${name}`, span.attempts.length, step.attempts);
    compareDependencies(step, span);
  }
}

/** Of the last written step that is not `always`; null if that or the run did not succeed. */
function outputOfRun(model: RunModel): number | null {
  const last = [...model.steps.values()].findLast((step) => !step.definition.always)?.verdict;
  return model.status === "succeeded" && last?.status === "succeeded" ? last.output : null;
}

function verdictOf(span: Span, tolerated: boolean): Verdict | null {
  switch (span.status) {
    case "succeeded":
      return { status: "succeeded", output: span.output as number }; // every step of these workflows gives a number
    case "failed":
      return { status: "failed", tolerated };
    case "skipped":
      return { status: "skipped", because: span.skipped };
    case "cancelled":
      return { status: "cancelled", because: span.cancelled as never }; // its kinds are those of a model that raced nothing
    default:
      return null;
  }
}

/** Declared edges and what was read: no read is missing, and only what nobody declared was discovered. */
function compareDependencies({ definition, reads }: ModelStep, span: Span): void {
  if (reads === null) return;
  const edges = span.dependencies.filter((edge) => edge.kind !== "order");
  const keyOf = (parameter: string | null, step: string) => `${parameter ?? "when"}:${step}`;
  const read = new Set(edges.filter((edge) => edge.read).map((edge) => keyOf(edge.parameter, edge.step)));
  expectSame(`what ${definition.name} read`, [...read].sort(), [...new Set(reads)].sort());
  const declared = new Set(declaredKeys(definition));
  for (const { parameter, step, certainty } of edges) {
    const key = keyOf(parameter, step);
    expectSame(`whether ${key} of ${definition.name} was discovered`, certainty === "discovered", !declared.has(key));
  }
}

function declaredKeys({ guard, params }: StepCase): readonly string[] {
  const ofGuard = guard === null ? [] : declaredReads(guard.value).map(({ step }) => `when:${step}`);
  const ofParams = params.flatMap((expression, index) =>
    declaredReads(expression).map(({ step }) => `${parameterName(index)}:${step}`),
  );
  return [...ofGuard, ...ofParams];
}

function expectSame(what: string, engine: unknown, model: unknown): void {
  if (isDeepStrictEqual(engine, model)) return;
  throw new Disagreement(`${what}: the engine says ${JSON.stringify(engine)}, the model ${JSON.stringify(model)}`);
}
