import { workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
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

export const discovered = theme("a read that is found when a lambda is evaluated", {
  "of a branch that is not taken is not waited for": async ({ named, run }) => {
    const untaken = workflow(named("untaken"), { input: z.object({ isTaken: z.boolean() }) })
      .step("quick", { run: () => "quick" })
      .step("broken", { continueOnError: true, run: fails })
      .step("never", { dependsOn: ["broken"], when: () => false, run: () => "never" })
      .step("read", {
        params: {
          value: ({ input, stepSpan }) =>
            input.isTaken ? (stepSpan("never", { default: null })?.output ?? "none") : stepSpan("quick").output,
        },
        run: ({ value }) => value,
      });
    const done = await run(untaken, { input: { isTaken: false } });
    expect(done.span("read").output).toBe("quick");
    const read = done
      .span("read")
      .dependencies.filter((edge) => edge.read)
      .map(({ step }) => step);
    expect(read).toEqual(["quick"]);
  },

  "suspends the evaluation until that step has settled, and never gives a wrong value": async ({ named, start }) => {
    const doors = createDoors();
    const dynamic = workflow(named("dynamic"), { input: z.object({ which: z.string() }) })
      .step("left", { run: doors.at("left") })
      .step("right", { run: doors.at("right") })
      .step("read", {
        params: { value: ({ input, stepSpan }) => stepSpan(input.which as "left").output },
        run: ({ value }) => value,
      });
    const trial = await start(dynamic, { input: { which: "right" } });
    await trial.step("evaluation-suspended", "read");
    await doors.open("right");
    await trial.step("step-succeeded", "read");
    await doors.open("left");
    const done = await trial.end();
    expect(done.output).toBe("right");
    expect(done.span("read").dependencies).toMatchObject([{ step: "right", certainty: "discovered", read: true }]);
  },

  "cannot be hidden by a try around it: what it gave then is thrown away": async ({ named, run }) => {
    const hiding = workflow(named("hiding"), { input: z.object({ which: z.string() }) })
      .step("slow", { run: async () => "slow" })
      .step("read", {
        params: {
          value: ({ input, stepSpan }) => {
            try {
              return stepSpan(input.which as "slow").output;
            } catch {
              return "caught";
            }
          },
        },
        run: ({ value }) => value,
      });
    expect((await run(hiding, { input: { which: "slow" } })).output).toBe("slow");
  },

  "of a lost step skips the reader, and names the step that failed": async ({ named, run }) => {
    const lost = workflow(named("lost"), { failFast: false, input: z.object({ which: z.string() }) })
      .step("broken", { run: fails })
      .step("after", { dependsOn: ["broken"], run: () => 1 })
      .step("read", {
        params: { value: ({ input, stepSpan }) => stepSpan(input.which as "after").output },
        run: ({ value }) => value,
      });
    const done = await run(lost, { input: { which: "after" } });
    expect(done.span("after").skipped).toEqual({ kind: "upstream", step: "broken" });
    expect(done.span("read").skipped).toEqual({ kind: "upstream", step: "broken" });
    expect(done.errors).toHaveLength(1);
  },

  "of a step that is not there fails with a suggestion": async ({ named, run }) => {
    const name = named("typo");
    const typo = workflow(name, { input: z.object({ which: z.string() }) })
      .step("users", { run: () => 1 })
      .step("read", {
        params: { value: ({ input, stepSpan }) => stepSpan(input.which as "users").output },
        run: ({ value }) => value,
      });
    expect((await run(typo, { input: { which: "user" } })).errors[0]?.message).toBe(
      `Step "read" failed before its first attempt: Step "read" of workflow "${name}" reads "user" in parameter "value", but there is no earlier step of that name. Did you mean "users"?`,
    );
  },
});
