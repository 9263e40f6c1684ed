import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { someOutline } from "../../../../test/support/some-outline.ts";
import type { ReadSpan } from "../context/lambda-scope.ts";
import { createCore } from "../core/core.ts";
import type { EventBody } from "../core/events.ts";
import type { StepDefinition } from "../plan/definition.ts";
import { createBodyReader } from "./body-reader.ts";

/** The reader of a step's body after these events. */
function readerOf(steps: readonly StepDefinition[], reader: string, happened: readonly EventBody[]): ReadSpan {
  const { plan } = workflowOf(steps, { name: "report" });
  const core = createCore(plan);
  const bodies: EventBody[] = [started, ...happened];
  for (const [at, body] of bodies.entries()) core.apply({ ...body, sequence: at + 1, time: at });
  return createBodyReader(core.state, plan.indexByName.get(reader)!); // the tests name steps of theirs
}

const started: EventBody = {
  type: "run-started",
  runId: "run-1",
  workflow: "report",
  version: null,
  outline: someOutline,
  parentRunId: null,
  rerunOf: null,
  input: undefined,
  state: {},
  metadata: {},
  timeoutMs: null,
  gracePeriodMs: 5000,
  live: false,
  resources: [],
};

function succeeded(path: string, reads: readonly string[] = []): EventBody[] {
  return [
    { type: "step-queued", path, params: {}, reads: reads.map((step) => ({ step, parameter: "p" })) },
    { type: "attempt-started", path, attempt: 1 },
    { type: "step-succeeded", path, attempt: 1, output: `output of ${path}` },
  ];
}

function skipped(path: string): EventBody {
  return { type: "step-skipped", path, because: { kind: "guard" }, reads: [] };
}

function begun(path: string, reads: readonly string[] = []): EventBody[] {
  return succeeded(path, reads).slice(0, 2);
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  throw new Error("Nothing was thrown.");
}

const reading = (step: string) => [
  parameterOf(
    "p",
    lambdaOf(() => null, step),
  ),
];

describe("stepSpan in a run function", () => {
  it("reads the steps on which this one depends, by data, by order and by its guard", () => {
    const steps = [
      stepOf("data"),
      stepOf("order"),
      stepOf("guard"),
      stepOf("merge", { params: reading("data"), dependsOn: ["order"], when: lambdaOf(() => true, "guard") }),
    ];
    const names = ["data", "order", "guard"];
    const stepSpan = readerOf(steps, "merge", [
      ...names.flatMap((name) => succeeded(name)),
      ...begun("merge", ["data", "guard"]),
    ]);
    expect(names.map((name) => stepSpan(name).output)).toEqual(names.map((name) => `output of ${name}`));
  });

  it("reads the steps on which this one depends through others", () => {
    const steps = [stepOf("a"), stepOf("b", { dependsOn: ["a"] }), stepOf("c", { params: reading("b") })];
    const stepSpan = readerOf(steps, "c", [...succeeded("a"), ...succeeded("b"), ...begun("c", ["b"])]);
    expect(stepSpan("a").output).toBe("output of a");
    expect(stepSpan("b").output).toBe("output of b");
    expect(stepSpan("a")).toBe(stepSpan("a", { settled: true }));
  });

  it("reads a step whose output a lambda did read on one of its paths, and not one that it did not", () => {
    const either = lambdaOf(() => null, { step: "left", certainty: "conditional" }, { step: "right", certainty: "conditional" }); // biome-ignore format: one line
    const steps = [stepOf("left"), stepOf("right"), stepOf("merge", { params: [parameterOf("p", either)] })];
    const stepSpan = readerOf(steps, "merge", [
      ...succeeded("left"),
      ...succeeded("right"),
      ...begun("merge", ["left"]),
    ]);
    expect(stepSpan("left").output).toBe("output of left");
    expect(messageOf(() => stepSpan("right"))).toBe(
      'DefinitionError: Step "merge" reads "right" in its run function, but does not depend on it. Add dependsOn: ["right"] to step "merge", or read it in a parameter.',
    );
  });

  it.each([
    [
      "other",
      'Step "merge" reads "other" in its run function, but does not depend on it. Add dependsOn: ["other"] to step "merge", or read it in a parameter.',
    ],
    [
      "later",
      'Step "merge" reads "later" in its run function, but does not depend on it. Add dependsOn: ["later"] to step "merge", or read it in a parameter.',
    ],
    ["merge", 'Step "merge" reads itself in its run function. Use currentSpan() instead.'],
    [
      "fetchUser",
      'Step "merge" reads "fetchUser", but workflow "report" has no step of that name. Did you mean "fetchUsers"?',
    ],
    ["nobody", 'Step "merge" reads "nobody", but workflow "report" has no step of that name.'],
    [undefined, 'Step "merge" reads undefined, but workflow "report" has no step of that name.'],
  ])("refuses %s, however it is asked for", (name, message) => {
    const steps = [
      stepOf("fetchUsers"),
      stepOf("other"),
      stepOf("merge", { dependsOn: ["fetchUsers"] }),
      stepOf("later"),
    ];
    const stepSpan = readerOf(steps, "merge", [...succeeded("fetchUsers"), ...succeeded("other"), ...begun("merge")]);
    const read = name as string;
    expect(messageOf(() => stepSpan(read))).toBe(`DefinitionError: ${message}`);
    expect(messageOf(() => stepSpan(read, { default: null }))).toBe(`DefinitionError: ${message}`);
    expect(messageOf(() => stepSpan(read, { settled: true }))).toBe(`DefinitionError: ${message}`);
  });

  it("gives of a skipped step what it is asked for", () => {
    const steps = [stepOf("price", { when: lambdaOf(() => false) }), stepOf("merge", { dependsOn: ["price"] })];
    const stepSpan = readerOf(steps, "merge", [skipped("price"), ...begun("merge")]);
    expect(stepSpan("price", { default: null })).toBeNull();
    expect(stepSpan("price", { settled: true })).toMatchObject({ status: "skipped", skipped: { kind: "guard" } });
    expect(messageOf(() => stepSpan("price"))).toBe(
      'SkippedSpanError: Step "merge" reads the output of "price", but "price" was skipped because its guard returned false. Read it as stepSpan("price", { default: null }).',
    );
  });

  it("refuses other options, of unknown steps too", () => {
    const stepSpan = readerOf([stepOf("a")], "a", begun("a"));
    expect(messageOf(() => stepSpan("nobody", { default: 5 } as never))).toBe(
      "DefinitionError: stepSpan takes { default: null } or { settled: true } as options. For another default write stepSpan(name, { default: null })?.output ?? fallback.",
    );
  });

  it("looks at each step once, however many are read", () => {
    const names = Array.from({ length: 5000 }, (_, at) => `s${at}`);
    const steps = names.map((name, at) => stepOf(name, at === 0 ? {} : { dependsOn: [names[at - 1]!] }));
    const stepSpan = readerOf(steps, "s4999", [
      ...names.slice(0, -1).flatMap((name) => succeeded(name)),
      ...begun("s4999"),
    ]);
    expect(names.slice(0, -1).every((name) => stepSpan(name).output === `output of ${name}`)).toBe(true);
  });
});
