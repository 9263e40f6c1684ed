import {
  CancelledError,
  CycleError,
  createEngine,
  createPlan,
  DefinitionError,
  InputError,
  memoryStore,
  RunError,
  SerializationError,
  SkippedSpanError,
  StalledRunError,
  StepError,
  StepspanError,
  StepTimeoutError,
  StoreError,
} from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";

const failure = { step: "merge", attempt: 1, cause: new Error("why"), input: {} };
const because = { kind: "cancel", reason: undefined } as const;

describe("the errors", () => {
  it.each([
    [new DefinitionError("x"), "DefinitionError", "DEFINITION"],
    [new InputError("The input", []), "InputError", "INPUT"],
    [new StepError(failure), "StepError", "STEP_FAILED"],
    [new StepTimeoutError(failure, 100), "StepTimeoutError", "STEP_TIMEOUT"],
    [new SkippedSpanError("price", "x"), "SkippedSpanError", "SKIPPED_SPAN"],
    [new CycleError(["a", "b", "a"]), "CycleError", "CYCLE"],
    [new StalledRunError("report", []), "StalledRunError", "STALLED"],
    [new CancelledError("x", because), "CancelledError", "CANCELLED"],
    [
      new SerializationError("The output", ".a", "is a function", "Return data."),
      "SerializationError",
      "SERIALIZATION",
    ],
    [new StoreError("x"), "StoreError", "STORE"],
  ])("are one family, told apart by class and by code: %s", (error, name, code) => {
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code]).toEqual([name, code]);
  });

  it("have a RunError among them", async () => {
    const broken = workflowOf([
      stepOf("only", {
        run: () => {
          throw new Error("no");
        },
      }),
    ]);
    const error = await createEngine()
      .run(broken)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RunError);
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "RunError", code: "RUN_FAILED" });
  });

  it("say of a memory store what it cannot keep", () => {
    expect(() => memoryStore({ keepEvents: -1 })).toThrow(
      new DefinitionError("memoryStore got keepEvents -1. Give a number of at least 0."),
    );
  });
});

describe("a plan that is built from data", () => {
  const planOf =
    (steps: readonly ReturnType<typeof stepOf>[], name = "built") =>
    () =>
      createPlan({
        name,
        version: null,
        input: null,
        output: null,
        timeoutMs: null,
        failFast: true,
        state: null,
        flowState: null,
        unhandledEvents: "report",
        resources: {},
        returns: null,
        warnings: [],
        steps,
      });

  it("is refused with the whole path if its steps depend on each other in a circle", () => {
    const make = planOf([
      stepOf("start"),
      stepOf("a", { dependsOn: ["start", "c"] }),
      stepOf("b", { dependsOn: ["a"] }),
      stepOf("c", { dependsOn: ["b"] }),
    ]);
    expect(make).toThrow(CycleError);
    expect(make).toThrow(
      'Steps depend on each other in a circle: "a" → "c" → "b" → "a". Remove one of these dependencies.',
    );
    expect(planOf([stepOf("self", { dependsOn: ["self"] })])).toThrow(
      'Steps depend on each other in a circle: "self" → "self". Remove one of these dependencies.',
    );
  });

  it("may give its steps in any order that has no circle", async () => {
    const workflow = workflowOf([stepOf("last", { dependsOn: ["first"] }), stepOf("first")]);
    expect((await createEngine().run(workflow)).spans.map(({ name }) => name)).toEqual(["first", "last"]);
  });

  it.each([
    [
      [stepOf("fetchUsers"), stepOf("merge", { dependsOn: ["fetchUser"] })],
      'Step "merge" of workflow "built" depends on "fetchUser", but there is no step of that name. Did you mean "fetchUsers"?',
    ],
    [[stepOf("a"), stepOf("a")], 'Workflow "built" has two steps named "a". Rename one of them.'],
    [[stepOf("")], 'Workflow "built" has a step with an empty name. Give it a name.'],
  ])("is refused for names that are unknown, taken or empty", (steps, message) => {
    expect(planOf(steps)).toThrow(new DefinitionError(message));
  });

  it("is refused without a name of its own", () => {
    expect(planOf([], "")).toThrow(new DefinitionError("A workflow has an empty name. Give it a name."));
  });
});
