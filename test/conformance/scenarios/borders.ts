import { workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { theme } from "../theme.ts";

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
