import { DefinitionError, type LambdaScope, type StepDefinition } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { workflow } from "../workflow.ts";

const run = () => 1;
const ordered = defineEvent("ordered", z.object({ id: z.string() }));
const base = workflow("orders").step("open", { run });

/** What the compiler refuses is checked at run time too. */
function define(options: object): StepDefinition {
  const unchecked = base as unknown as { on(name: string, options: object): typeof base };
  return unchecked.on("shipped", options).plan.steps.at(-1)!;
}

describe("a step that runs for each event", () => {
  it("keeps which one, and how many at once", () => {
    const params = { id: ({ event }: LambdaScope) => (event as { id: string }).id.toUpperCase() };
    const definition = define({ event: ordered, params, run, concurrency: 2, capacity: 50, dependsOn: ["open"] });
    const body = { kind: "function", run, collect: null };
    expect(definition.form).toEqual({ kind: "on", body, event: ordered, concurrency: 2, capacity: 50 });
    expect(definition.params).toHaveLength(1);
    expect(definition.dependsOn).toEqual(["open"]);
  });

  it("takes one at a time by itself, and lets a thousand wait", () => {
    expect(define({ event: ordered, run }).form).toMatchObject({ concurrency: 1, capacity: 1000 });
  });

  it("may read an event as one step reads another", () => {
    const params = { both: ({ event, stepSpan }: LambdaScope) => [event, stepSpan("open").output] };
    const [both] = define({ event: ordered, params, run }).params;
    expect(both).toMatchObject({ lambda: { reads: [{ step: "open", certainty: "required" }] } });
  });

  it.each([
    [{ run }, 'got undefined as event. Give an event made with defineEvent("name", schema).'],
    [{ event: { name: 5 }, run }, 'got an object as event. Give an event made with defineEvent("name", schema).'],
    [{ event: ordered }, "got undefined as run. Give a function, a step made with defineStep, or a workflow."],
    [{ event: ordered, run, capacity: 0 }, "got 0 as capacity. Give a whole number of at least 1."],
    [
      { event: ordered, run, capacity: Number.POSITIVE_INFINITY },
      "got Infinity as capacity. Give a whole number of at least 1.",
    ],
    [
      { event: ordered, run, concurrency: "2" },
      'got "2" as concurrency. Give a whole number of at least 1, or Infinity.',
    ],
    [
      { event: ordered, run, always: true },
      'got the unknown option "always". Its options are event, params, concurrency, capacity, run, collect, capture, retry, timeout, queue, pool, priority, input, output, keepInState, estimate, when, dependsOn, skipWith, continueOnError.',
    ],
  ])("is refused with %o", (options, message) => {
    expect(() => define(options)).toThrow(new DefinitionError(`Step "shipped" of workflow "orders" ${message}`));
  });
});
