import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { createEngine, StepError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { hostileThrown, untouchable } from "./hostile-values.ts";
import { failureOf } from "./run-failure.ts";

const engine = createEngine();

describe.each(hostileThrown())("a step that throws %s", (_name, thrown, told) => {
  const throwing: Readonly<Record<string, () => unknown>> = {
    "at once": () => {
      throw thrown;
    },
    later: () => Promise.reject(thrown),
    "through a thenable": () => ({ then: (_resolve: unknown, reject: (reason: unknown) => void) => reject(thrown) }),
  };

  it.each(Object.entries(throwing))("%s: fails with a StepError that has it as its cause", async (_when, run) => {
    const error = await failureOf(engine.run(workflow("careless").step("throw", { run })));

    const [first] = error.errors;
    expect(first).toBeInstanceOf(StepError);
    expect(first?.message).toBe(`Step "throw" failed on attempt 1: ${told}.`);
    expect(first?.cause === thrown || Object.is(first?.cause, thrown)).toBe(true);
    expect(error.cause).toBe(first);
    expect(error.run.span("throw").status).toBe("failed");
  });

  it("is tolerated and retried like any other", async () => {
    const seen: unknown[] = [];
    const careless = workflow("careless")
      .step("throw", {
        continueOnError: true,
        retry: { attempts: 2, when: (error) => seen.push(error) > 0 },
        run: () => Promise.reject(thrown),
      })
      .step("after", {
        params: { error: ({ stepSpan }) => stepSpan("throw", { settled: true }).error?.message },
        run: ({ error }) => error,
      });

    const run = await engine.run(careless);

    expect(run.output).toBe(`Step "throw" failed on attempt 2: ${told}.`);
    expect(seen).toHaveLength(1);
    expect(seen[0] === thrown || Object.is(seen[0], thrown)).toBe(true);
  });
});

describe("an untouchable value thrown", () => {
  const refuse = () => {
    throw untouchable();
  };

  it("by a guard fails the step", async () => {
    const error = await failureOf(engine.run(workflow("w").step("a", { when: () => refuse(), run: () => 1 })));
    expect(error.errors.map(({ message }) => message)).toEqual([
      'Step "a" failed before its first attempt: a value that cannot be shown.',
    ]);
  });

  it("by a parameter lambda fails the step", async () => {
    const refused = workflow("w").step("a", { params: { value: () => refuse() }, run: ({ value }) => value });
    const error = await failureOf(engine.run(refused));
    expect(error.errors.map(({ message }) => message)).toEqual([
      'Step "a" failed before its first attempt: a value that cannot be shown.',
    ]);
  });

  it("by the lambda of returns fails the run", async () => {
    const error = await failureOf(
      engine.run(
        workflow("w")
          .step("a", { run: () => 1 })
          .returns(refuse),
      ),
    );
    expect(error.run.span("a").status).toBe("succeeded");
    expect(error.errors.map(({ message }) => message)).toEqual([
      'Step "returns" failed before its first attempt: a value that cannot be shown.',
    ]);
  });

  it("by retry.when fails the attempt for good", async () => {
    const careless = workflow("w").step("a", {
      retry: { attempts: 3, when: refuse },
      run: () => {
        throw new Error("first");
      },
    });
    const error = await failureOf(engine.run(careless));
    expect(error.run.span("a").attempts).toHaveLength(1);
    expect(error.errors.map(({ message }) => message)).toEqual([
      'Step "a" failed on attempt 1: a value that cannot be shown. That was thrown by retry.when, which was asked about this error: Step "a" failed on attempt 1: Error: first.',
    ]);
  });

  it("as the reason of a cancel cancels", async () => {
    const handle = engine.start(workflow("w").step("a", { run: () => new Promise(() => undefined) }));
    handle.cancel(untouchable());
    handle.cancel();
    const error = await failureOf(handle.result);
    expect(error.errors.map(({ message }) => message)).toEqual([
      'The run of workflow "w" was cancelled: a value that cannot be shown.',
    ]);
  });
});

describe("an untouchable value given", () => {
  const empty: AnyWorkflow = workflow("w");
  it.each([
    ["returned by a step", empty.step("a", { run: () => untouchable() })],
    ["returned by a guard", empty.step("a", { when: () => untouchable() as never, run: () => 1 })],
    ["returned by a parameter lambda", empty.step("a", { params: { x: () => untouchable() }, run: () => 1 })],
  ])("%s fails the step", async (_where, careless) => {
    const error = await failureOf(engine.run(careless));
    expect(error.errors).toHaveLength(1);
    expect(error.errors[0]).toBeInstanceOf(StepError);
    expect(error.run.span("a").status).toBe("failed");
  });

  it("as the input of a run is refused before anything runs", async () => {
    let calls = 0;
    const counting = workflow("w").step("a", { run: () => calls++ });
    await expect(engine.run(counting, untouchable())).rejects.toThrow();
    expect(calls).toBe(0);
  });
});
