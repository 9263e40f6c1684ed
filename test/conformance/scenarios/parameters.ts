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

export const borders = theme("the borders of a workflow", {
  "parse the input once, with what it leaves to the schema": async ({ named, run }) => {
    const parsing = workflow(named("parsing"), {
      input: z.object({ day: z.string().transform((text) => new Date(text)), limit: z.number().default(10) }),
    }).step("read", { params: { day: ({ input }) => input.day }, run: ({ day }) => day.getUTCDate() });
    const done = await run(parsing, { input: { day: "2026-11-20" } });
    expect(done.output).toBe(20);
    expect(done.input).toEqual({ day: new Date("2026-11-20"), limit: 10 });
  },

  "refuse an input before anything has run": async ({ named, open }) => {
    const name = named("strict");
    let calls = 0;
    const strict = workflow(name, { input: z.object({ day: z.string() }) }).step("count", { run: () => ++calls });
    const engine = await open({ workflows: [strict] });
    await expect(engine.run(strict, { day: 5 } as never)).rejects.toMatchObject({
      name: "InputError",
      code: "INPUT",
      message: `The input of workflow "${name}" does not match its schema: .day: Invalid input: expected string, received number.`,
      issues: [{ path: ".day", message: "Invalid input: expected string, received number" }],
    });
    expect(calls).toBe(0);
    expect(await engine.runs.list({ workflow: name })).toEqual([]);
  },

  "parse what the run returns, and fail it for what does not fit": async ({ named, run }) => {
    const sums = workflow(named("sums"), { input: z.object({ sum: z.number() }), output: z.number().max(10) })
      .step("add", { params: { sum: ({ input }) => input.sum }, run: ({ sum }) => sum + 1 })
      .returns(({ stepSpan }) => stepSpan("add").output);
    expect((await run(sums, { input: { sum: 1 } })).output).toBe(2);
    const failed = await run(sums, { input: { sum: 10 } });
    expect(failed.status).toBe("failed");
    expect(failed.errors[0]?.message).toMatch(/does not match its schema: Too big: expected number to be <=10\.$/);
  },

  "return what returns says, else the output of the last step that is not always": async ({ named, run }) => {
    const last = workflow(named("last"))
      .step("one", { run: () => 1 })
      .step("two", { run: () => 2 })
      .step("clean", { always: true, dependsOn: ["two"], run: () => "cleaned" });
    expect((await run(last)).output).toBe(2);
    const said = workflow(named("said"))
      .step("one", { run: () => 1 })
      .step("two", { run: () => 2 })
      .returns(({ stepSpan }) => [stepSpan("two").output, stepSpan("one").output]);
    expect((await run(said)).output).toEqual([2, 1]);
    const skipped = workflow(named("skipped"))
      .step("one", { run: () => 1 })
      .step("two", { when: () => false, run: () => 2 });
    expect((await run(skipped)).output).toBe(null);
  },

  "fail a run whose returns throws": async ({ named, run }) => {
    const throwing = workflow(named("throwing"), { input: z.object({ isBroken: z.boolean() }) })
      .step("one", { run: () => 1 })
      .returns(({ input, stepSpan }) => {
        if (input.isBroken) throw new Error("no idea");
        return stepSpan("one").output;
      });
    const failed = await run(throwing, { input: { isBroken: true } });
    expect(failed.status).toBe("failed");
    expect(failed.span("one").status).toBe("succeeded");
    expect(failed.errors[0]?.message).toBe('Step "returns" failed before its first attempt: Error: no idea.');
  },
});
