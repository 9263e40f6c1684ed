import { createCodec, currentSpan, getRunContext, parentSpan, stepSpan, toJson } from "@stepspan/engine";
import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { callsOf } from "../../../../test/restate/support/called-steps.ts";
import type { CalledSpan, StepCall } from "../protocol/step-call.ts";

function spanTold(name: string, told: Partial<CalledSpan>): CalledSpan {
  const nothing = { params: null, output: undefined, error: null, skipped: null, cancelled: null, reads: [], vars: {} };
  return { ...nothing, name, status: "succeeded", tolerated: false, startedAt: 1, finishedAt: 2, ...told };
}

const chain = workflow("report")
  .step("a", { run: () => 1 })
  .step("b", { run: () => 2 })
  .step("c", { when: () => true, dependsOn: ["a"], run: () => 3 })
  .step("read", {
    params: { c: ({ stepSpan }) => stepSpan("c", { default: null })?.output ?? 0 },
    run: () => [
      stepSpan("a").output,
      stepSpan("a").vars.note,
      stepSpan("a").duration,
      stepSpan("c", { default: null }),
      getRunContext().getData("..input"),
      getRunContext().input,
      parentSpan()?.input,
    ],
  })
  .step("stray", { run: () => stepSpan("b").output });

describe("a body that reads other spans", () => {
  const spans = [
    spanTold("a", { output: 1, vars: { note: "x" } }),
    spanTold("b", { output: 2 }),
    spanTold("c", { status: "skipped", skipped: { kind: "guard" } }),
  ];
  const run: StepCall["run"] = {
    ...{ id: "run-1", parentRunId: null, metadata: {}, timeoutMs: null, input: { day: "Monday" } },
    ...{ state: {}, stateVersion: 0, flowState: null, flowVersion: 0 },
  };

  it("has those that its run tells of, and the input", async () => {
    const reads = [{ step: "c", parameter: "c" }];
    const day = { day: "Monday" };
    expect(await callsOf(chain)("read", { spans, reads, run }).output).toEqual([1, "x", 1, null, day, day, day]);
  });

  it("is refused one on which its step does not depend", async () => {
    const error = await callsOf(chain)("stray", { spans, run }).error;
    expect(error.message).toBe(
      'Step "stray" failed on attempt 1: Step "stray" reads "b" in its run function, but does not depend on it. Add dependsOn: ["b"] to step "stray", or read it in a parameter.',
    );
  });

  it("sees the error of a failure that is tolerated", async () => {
    const tolerant = workflow("tolerant")
      .step("fail", { continueOnError: true, run: () => 1 })
      .step("read", { dependsOn: ["fail"], run: () => stepSpan("fail", { settled: true }).error?.message });
    const error = toJson(createCodec().encodeThrown(new Error("No"), "an error"));
    const told = [spanTold("fail", { status: "failed", tolerated: true, error })];
    expect(await callsOf(tolerant)("read", { spans: told }).output).toBe("No");
  });

  it("by a function elsewhere is told to take them as parameters", async () => {
    expect((await callsOf(chain)("stray").error).message).toBe(
      'Step "stray" failed on attempt 1: Step "stray" reads "b" by stepSpan in a function outside of its run function. A worker is told of the run only if the run function itself names what it reads with. Pass the value as a parameter: params: { value: ({ stepSpan }) => stepSpan("b").output }.',
    );
    const text =
      'Step "look" failed on attempt 1: Step "look" reads its run by parentSpan or getRunContext in a function outside of its run function. A worker is told of the run only if the run function itself names what it reads with. Pass the value as a parameter: params: { value: ({ input }) => input }.';
    const looks = (run: () => unknown) => callsOf(workflow("report").step("look", { run }))("look").error;
    expect((await looks(() => getRunContext().input)).message).toBe(text);
    expect((await looks(() => parentSpan()?.input)).message).toBe(text);
  });

  it("sees its own, with the attempt that is open", async () => {
    const own = workflow("own").step("look", {
      run: (_: object, context) => {
        context.span.set("a", 1);
        const { attempts, vars, status } = currentSpan();
        return [attempts.map(({ number }) => number), vars, status, context.span.get("b")];
      },
    });
    const vars = { b: 2 };
    expect(await callsOf(own)("look", { attempt: 3, vars }).output).toEqual([[3], { a: 1, b: 2 }, "running", 2]);
  });
});
