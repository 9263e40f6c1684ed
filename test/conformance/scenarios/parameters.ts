import { literal, stepSpan, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

export const parameters = theme("parameters", {
  "come from the input, from constants and from the steps that their lambdas read": async ({ named, run }) => {
    const report = workflow(named("report"), { input: z.object({ day: z.string() }) })
      .step("users", { params: { day: ({ input }) => input.day, limit: 2 }, run: ({ day, limit }) => [day, limit] })
      .step("orders", { params: { day: ({ input }) => input.day }, run: async ({ day }) => ({ count: day.length }) })
      .step("merge", {
        params: {
          users: ({ stepSpan }) => stepSpan("users").output,
          count: ({ stepSpan }) => stepSpan("orders").output.count,
        },
        run: ({ users, count }) => ({ users, count }),
      });
    const done = await run(report, { input: { day: "2026-11-20" } });
    expect(done.status).toBe("succeeded");
    expect(done.output).toEqual({ users: ["2026-11-20", 2], count: 10 });
    expect(done.span("users").input).toEqual({ day: "2026-11-20", limit: 2 });
    expect(done.span("merge").input).toEqual({ users: ["2026-11-20", 2], count: 10 });
  },

  "are waited for by those who read them, and by nobody else": async ({ named, start }) => {
    const doors = createDoors();
    const two = workflow(named("two"))
      .step("slow", { run: doors.at("slow") })
      .step("quick", { run: () => "quick" })
      .step("afterQuick", { params: { quick: ({ stepSpan }) => stepSpan("quick").output }, run: ({ quick }) => quick })
      .step("afterBoth", {
        params: {
          slow: ({ stepSpan }) => stepSpan("slow").output,
          quick: ({ stepSpan }) => stepSpan("afterQuick").output,
        },
        run: ({ slow, quick }) => `${slow} and ${quick}`,
      });
    const trial = await start(two);
    await trial.step("step-succeeded", "afterQuick");
    const { status } = (await trial.now()).span("slow");
    expect(status).toBe("running");
    await doors.open("slow");
    expect((await trial.end()).output).toBe("slow and quick");
  },

  "are the steps before in order, where only dependsOn says so": async ({ named, start }) => {
    const doors = createDoors();
    const ordered = workflow(named("ordered"))
      .step("first", { run: doors.at("first") })
      .step("second", { dependsOn: ["first"], run: (params) => Object.keys(params) });
    const trial = await start(ordered);
    await doors.reached("first");
    expect((await trial.now()).span("second").status).toBe("pending");
    await doors.open("first");
    expect((await trial.end()).output).toEqual([]);
  },

  "go through the schema of the step, once; what that made is recorded": async ({ named, run }) => {
    const parsing = workflow(named("parsing"))
      .step("give", { run: () => "7" })
      .step("take", {
        params: { count: ({ stepSpan }) => stepSpan("give").output },
        input: z.object({ count: z.string().transform((text) => Number(text) + 1), unit: z.string().default("kg") }),
        run: ({ count, unit }) => `${count} ${unit}`,
        output: z.string().transform((text) => ({ text })),
      })
      .step("read", { params: { text: ({ stepSpan }) => stepSpan("take").output.text }, run: ({ text }) => text });
    const done = await run(parsing);
    expect(done.span("take").input).toEqual({ count: 8, unit: "kg" });
    expect(done.span("take").output).toEqual({ text: "8 kg" });
    expect(done.output).toBe("8 kg");
  },

  "that the schema refuses fail the step before its first attempt": async ({ named, run }) => {
    const refused = workflow(named("refused")).step("take", {
      params: { count: () => -1 },
      input: z.object({ count: z.number().min(0) }),
      run: ({ count }) => count,
    });
    const failed = await run(refused);
    expect(failed.errors.map(({ message }) => message)).toEqual([
      'Step "take" failed before its first attempt: The input of step "take" does not match its schema: .count: Too small: expected number to be >=0.',
    ]);
    expect(failed.span("take").attempts).toEqual([]);
  },

  "whose lambda throws fail the step before its first attempt": async ({ named, run }) => {
    const throwing = workflow(named("throwing"), { input: z.object({ text: z.string() }) }).step("take", {
      params: {
        parsed: ({ input }) => JSON.parse(input.text),
      },
      run: ({ parsed }) => parsed,
    });
    const { errors } = await run(throwing, { input: { text: "no JSON" } });
    expect(errors[0]?.message).toMatch(/^Step "take" failed before its first attempt: SyntaxError: /);
  },

  "may be functions and live objects of the definition: those are passed as they are": async ({ named, run }) => {
    const add = (a: number, b: number) => a + b;
    const calling = workflow(named("calling")).step("call", {
      params: { add: literal(add), table: new WeakMap([[add, "sum"]]) },
      run: ({ add, table }) => [table.get(add as never), add(2, 3)],
    });
    expect((await run(calling)).output).toEqual(["sum", 5]);
  },

  "cannot be written to: who does so is told to copy them first": async ({ named, run }) => {
    const writing = workflow(named("writing"))
      .step("list", { run: () => [3, 1, 2] })
      .step("sort", { params: { list: ({ stepSpan }) => stepSpan("list").output }, run: ({ list }) => list.sort() })
      .step("read", { always: true, dependsOn: ["sort"], params: {}, run: () => stepSpan("list").output });
    const done = await run(writing);
    expect(done.errors[0]?.message).toMatch(
      /^Step "sort" failed on attempt 1: TypeError: .*\. Parameter "list" is frozen, because other steps read the same value\. Copy it first, for example with structuredClone\(\)\.$/,
    );
    expect(done.span("list").output).toEqual([3, 1, 2]);
  },

  "are copies of what a step returned, which stays its own": async ({ named, run }) => {
    const kept: number[] = [];
    const keeping = workflow(named("keeping"))
      .step("give", { run: () => kept })
      .step("push", { dependsOn: ["give"], run: () => void kept.push(1) })
      .step("take", {
        params: { list: ({ stepSpan }) => stepSpan("give").output },
        dependsOn: ["push"],
        run: ({ list }) => list.length,
      });
    expect((await run(keeping)).output).toBe(0);
    expect(kept).toEqual([1]);
  },
});
