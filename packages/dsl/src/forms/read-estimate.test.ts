import { DefinitionError, type StepDefinition } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { defineEvent } from "../define-event.ts";
import { defineStep } from "../define-step.ts";
import type { AnyWorkflow } from "../types/workflow.ts";
import { workflow } from "../workflow.ts";

const run = () => 1;
const go = defineEvent("go");
const child = workflow("child").step("one", { run });
const base = workflow("report").step("a", { run }).step("b", { run });

type Kind = "step" | "map" | "loop" | "on" | "subflow" | "wait" | "race";

const needed: Readonly<Record<Kind, object>> = {
  step: { run },
  map: { over: [1], run },
  loop: { run, until: () => true, maxIterations: 2 },
  on: { event: go, run },
  subflow: { workflow: child },
  wait: { event: go },
  race: { of: ["a", "b"] },
};

/** What the compiler refuses is checked at run time too. */
function define(kind: Kind, options: object): StepDefinition {
  const unchecked = base as unknown as Record<Kind, (name: string, options: object) => AnyWorkflow>;
  return unchecked[kind]("load", { ...needed[kind], ...options }).plan.steps.at(-1)!;
}

const step = 'Step "load" of workflow "report"';

describe("estimate", () => {
  it.each<Kind>(["step", "map", "loop", "on", "subflow", "wait"])("is the expected time of a %s", (kind) => {
    expect(define(kind, { estimate: "1.5s" }).estimateMs).toBe(1500);
    expect(define(kind, { estimate: 20 }).estimateMs).toBe(20);
    expect(define(kind, {}).estimateMs).toBeNull();
  });

  it.each<Kind>(["map", "loop", "on"])("of a %s is allowed where it runs a workflow", (kind) => {
    expect(define(kind, { run: child, estimate: "2m" }).estimateMs).toBe(120_000);
  });

  it("may come with a step made with defineStep, and the step may say otherwise", () => {
    const shared = defineStep({ run, estimate: "2s" });
    expect(define("step", { run: shared }).estimateMs).toBe(2000);
    expect(define("map", { run: shared, estimate: "3s" }).estimateMs).toBe(3000);
  });

  it.each<[kind: Kind, estimate: unknown, shown: string]>([
    ["step", 0, "0"],
    ["map", -1, "-1"],
    ["subflow", "soon", '"soon"'],
    ["wait", null, "null"],
    ["loop", Number.POSITIVE_INFINITY, "Infinity"],
  ])("of a %s is refused if it is %o", (kind, estimate, shown) => {
    expect(() => define(kind, { estimate })).toThrow(
      new DefinitionError(
        `${step} got ${shown} as estimate. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".`,
      ),
    );
  });

  it("is refused where the time is known, or that of others", () => {
    expect(() => define("race", { estimate: "1s" })).toThrow(
      new DefinitionError(
        `${step} is a race, so it cannot have estimate. It takes as long as its members: write estimate on them.`,
      ),
    );
    const unchecked = base as unknown as { sleep(name: string, duration: number, options: object): unknown };
    expect(() => unchecked.sleep("load", 5, { estimate: "1s" })).toThrow(
      new DefinitionError(
        `${step} is a sleep, so it cannot have estimate. Its duration is what is expected: remove estimate.`,
      ),
    );
  });
});
