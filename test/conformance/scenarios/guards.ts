import { workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { theme } from "../theme.ts";

/** A body that fails. */
function fails(): never {
  throw new Error("it is broken");
}

export const guards = theme("a guard", {
  "skips its step if it is false, and whoever reads with a default goes on": async ({ named, run }) => {
    const branches = workflow(named("branches"), { input: z.object({ isBig: z.boolean() }) })
      .step("size", { params: { isBig: ({ input }) => input.isBig }, run: ({ isBig }) => (isBig ? 100 : 1) })
      .step("big", { when: ({ stepSpan }) => stepSpan("size").output > 10, run: () => "big" })
      .step("small", { when: ({ stepSpan }) => stepSpan("size").output <= 10, run: () => "small" })
      .step("read", {
        params: {
          big: ({ stepSpan }) => stepSpan("big", { default: null })?.output ?? "no",
          small: ({ stepSpan }) => stepSpan("small", { default: null })?.output ?? "no",
        },
        run: ({ big, small }) => `${big}, ${small}`,
      });
    const done = await run(branches, { input: { isBig: true } });
    expect(done.output).toBe("big, no");
    expect(done.span("small")).toMatchObject({ status: "skipped", skipped: { kind: "guard" }, attempts: [] });
  },

  "leaves a reader without a default with an error that says the way out": async ({ named, run }) => {
    const careless = workflow(named("careless"))
      .step("price", { when: () => false, run: () => 1 })
      .step("merge", {
        params: { prices: ({ stepSpan }) => (stepSpan as (name: string) => { output: unknown })("price").output },
        run: ({ prices }) => prices,
      });
    const { errors } = await run(careless);
    expect(errors).toMatchObject([
      { name: "StepError", step: "merge", attempt: 0, cause: { name: "SkippedSpanError" } },
    ]);
    expect(errors[0]?.message).toBe(
      'Step "merge" failed before its first attempt: Step "merge" reads the output of "price" in parameter "prices", but "price" was skipped because its guard returned false. Read it as stepSpan("price", { default: null }).',
    );
  },

  "hands its skip on to those that are to be skipped with it, and to nobody else": async ({ named, run }) => {
    const chain = workflow(named("chain"))
      .step("price", { when: () => false, run: () => 1 })
      .step("after", { dependsOn: ["price"], run: () => "ran" })
      .step("with", { skipWith: ["price"], run: () => "ran" })
      .step("withThat", { skipWith: ["with"], run: () => "ran" });
    const done = await run(chain);
    expect(done.status).toBe("succeeded");
    expect(done.span("after").output).toBe("ran");
    expect(done.span("with").skipped).toEqual({ kind: "skipWith", step: "price" });
    expect(done.span("withThat").skipped).toEqual({ kind: "skipWith", step: "with" });
  },

  "that throws fails its step, and is not asked again": async ({ named, run }) => {
    const throwing = workflow(named("throwing"))
      .step("list", { run: (): number[] | null => null })
      .step("price", {
        when: ({ stepSpan }) => stepSpan("list").output!.length > 0,
        retry: { attempts: 3 },
        run: () => 1,
      });
    const failed = await run(throwing);
    expect(failed.errors[0]?.message).toMatch(/^Step "price" failed before its first attempt: TypeError: .*null/);
    expect(failed.span("price").attempts).toEqual([]);
  },

  "that gives no boolean fails its step": async ({ named, run }) => {
    const vague = workflow(named("vague"))
      .step("list", { run: () => [1] })
      .step("price", { when: ({ stepSpan }) => stepSpan("list").output.length as never, run: () => 1 });
    expect((await run(vague)).errors[0]?.message).toBe(
      'Step "price" failed before its first attempt: The guard of step "price" returned 1. Return true or false, synchronously.',
    );
  },

  "can watch any outcome of what it reads as settled": async ({ named, run }) => {
    const rules = workflow(named("rules"))
      .step("good", { run: () => 1 })
      .step("bad", { continueOnError: true, run: fails })
      .step("left", { when: () => false, run: () => 1 })
      .step("oneFailed", {
        when: ({ stepSpan }) =>
          [stepSpan("good", { settled: true }), stepSpan("bad", { settled: true })].some(
            ({ status }) => status === "failed",
          ),
        params: { why: ({ stepSpan }) => stepSpan("bad", { settled: true }).error?.message ?? "" },
        run: ({ why }) => why,
      })
      .step("noneSkipped", {
        when: ({ stepSpan }) => stepSpan("left", { settled: true }).status !== "skipped",
        run: () => "no",
      });
    const done = await run(rules);
    expect(done.status).toBe("succeeded");
    expect(done.span("oneFailed").output).toBe('Step "bad" failed on attempt 1: Error: it is broken.');
    expect(done.span("noneSkipped").status).toBe("skipped");
  },
});
