import { defineStep, literal, workflow } from "@stepspan/dsl";
import { createEngine, InputError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createCountingSchema } from "../support/counting-schema.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, causeOf, ended } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

describe("the input of a step", () => {
  it("is parsed: lambdas give what the schema takes, `run` gets what it makes, and that is recorded", async () => {
    const run = await createEngine().run(
      workflow("steps").step("only", {
        input: z.object({ day: z.string().transform((day) => day.length), limit: z.number().default(10) }),
        params: { day: () => "Friday" },
        run: ({ day, limit }) => day + limit,
      }),
    );
    expect(run.output).toBe(16);
    expect(run.span("only").input).toEqual({ day: 6, limit: 10 });
  });

  it("is parsed once, whatever the number of attempts", async () => {
    const { schema, parsed } = createCountingSchema();
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("steps").step("only", {
        input: z.object({ text: schema }),
        params: { text: () => "four" },
        retry: { attempts: 3 },
        run: steps.held("only"),
      }),
    );
    await steps.fail("only");
    await trial.advance(0);
    expect(steps.params("only")).toEqual({ text: 4 });
    expect(parsed()).toBe(1);
  });

  it("that is wrong fails the step before its first attempt, with the paths", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("steps").step("only", {
        input: z.object({ orders: z.array(z.number()) }),
        params: { orders: () => [1, "2" as unknown as number] },
        run: steps.held("only"),
      }),
    );
    const run = await trial.end();
    expect(causeOf(run, "only")).toBeInstanceOf(InputError);
    expect(run.span("only").error?.message).toBe(
      'Step "only" failed before its first attempt: The input of step "only" does not match its schema: .orders[1]: Invalid input: expected number, received string.',
    );
    expect(steps.calls("only")).toEqual([]);
  });

  it("may have a schema that is asynchronous: others go on meanwhile, and a cancel ends the wait", async () => {
    let accept: (value: boolean) => void = () => undefined;
    const steps = createHeldSteps();
    const build = () =>
      workflow("steps")
        .step("slow", {
          input: z.object({ name: z.string().refine(() => new Promise<boolean>((resolve) => (accept = resolve))) }),
          params: { name: () => "Ada" },
          run: ({ name }) => name,
        })
        .step("other", { run: steps.held("other") });
    const trial = await begin(build());
    expect(await trial.statuses()).toEqual({ slow: "waiting", other: "running" });
    accept(true);
    await steps.succeed("other");
    expect((await trial.end()).span("slow").output).toBe("Ada");
    const cancelled = await begin(build());
    await cancelled.cancel();
    await steps.succeed("other");
    expect((await cancelled.end()).span("slow").status).toBe("cancelled");
  });

  it("that is still being parsed when another step fails is waited for no longer", async () => {
    const steps = createHeldSteps();
    let accept: (isKnown: boolean) => void = () => undefined;
    const trial = await begin(
      workflow("steps")
        .step("broken", { run: steps.held("broken") })
        .step("slow", {
          input: z.object({ name: z.string().refine(() => new Promise<boolean>((resolve) => (accept = resolve))) }),
          params: { name: () => "Ada" },
          run: steps.held("slow"),
        }),
    );
    await steps.fail("broken");
    const run = await trial.end();
    expect(run.span("slow").cancelled).toEqual({ kind: "failFast", step: "broken" });
    accept(true);
    await turn();
    expect(steps.calls("slow")).toEqual([]);
  });

  it("is parsed with its constants too, those that cannot be kept included", async () => {
    const steps = createHeldSteps();
    const call = () => 42;
    const trial = await begin(
      workflow("steps").step("only", {
        input: z.object({
          limit: z.number().transform((limit) => limit * 2),
          call: z.custom<() => number>(),
          made: z.custom<() => number>().transform((make) => make()),
        }),
        params: { limit: 5, call: literal(call), made: literal(call) },
        run: steps.held("only"),
      }),
    );
    expect(steps.params("only")).toEqual({ limit: 10, call, made: 42 });
    await steps.succeed("only");
    expect((await trial.end()).span("only").input).toEqual({ limit: 10, call: "[function call]", made: 42 });
  });

  it("has only what the schema lets through", async () => {
    const steps = createHeldSteps();
    const call = () => 42;
    const strip = z.object({ limit: z.number() }) as unknown as z.ZodType<
      { limit: number; call: () => number },
      { limit: number; call: () => number }
    >;
    await begin(
      workflow("steps").step("only", {
        input: strip,
        params: { limit: 5, call: literal(call) },
        run: steps.held("only"),
      }),
    );
    expect(steps.params("only")).toEqual({ limit: 5 });
  });

  it("can come with a step made with defineStep", async () => {
    const count = defineStep({
      input: z.object({ text: z.string().trim() }),
      output: z.number(),
      run: ({ text }) => text.length,
    });
    const run = await createEngine().run(
      workflow("steps").step("only", { params: { text: () => "  four " }, run: count }),
    );
    expect(run.output).toBe(4);
  });
});

describe("the output of a step", () => {
  it("is parsed: `run` returns what the schema takes, readers get what it makes", async () => {
    const run = await createEngine().run(
      workflow("steps")
        .step("source", {
          output: z.object({ day: z.string().transform((day) => day.length) }),
          run: () => ({ day: "Friday" }),
        })
        .step("reader", {
          params: { day: ({ stepSpan }) => stepSpan("source").output.day },
          run: ({ day }) => day + 1,
        }),
    );
    expect(run.output).toBe(7);
    expect(run.span("source").output).toEqual({ day: 6 });
  });

  it("is parsed once, whatever the number of readers; what is recorded is never parsed again", async () => {
    const { schema, parsed } = createCountingSchema();
    const engine = createEngine();
    const run = await engine.run(
      workflow("steps")
        .step("source", { output: schema, run: () => "four" })
        .step("left", { params: { size: ({ stepSpan }) => stepSpan("source").output }, run: ({ size }) => size })
        .step("right", { params: { size: ({ stepSpan }) => stepSpan("source").output }, run: ({ size }) => size }),
    );
    await engine.runs.get(run.runId);
    expect(run.output).toBe(4);
    expect(parsed()).toBe(1);
  });

  it("that is wrong fails the step, with the paths", async () => {
    const run = await ended(
      createEngine().run(
        workflow("steps").step("only", {
          output: z.object({ total: z.number() }),
          run: () => ({ total: "7" as unknown as number }),
        }),
      ),
    );
    expect(causeOf(run, "only")).toBeInstanceOf(InputError);
    expect(run.span("only").error?.message).toBe(
      'Step "only" failed on attempt 1: The output of step "only" does not match its schema: .total: Invalid input: expected number, received string.',
    );
  });

  it("may have a schema that is asynchronous, which belongs to the attempt and its timeout", async () => {
    const trial = await begin(
      workflow("steps")
        .step("quick", { output: z.string().transform(async (text) => text.length), run: () => "four" })
        .step("stuck", {
          continueOnError: true,
          timeout: 100,
          output: z.string().refine(() => new Promise<boolean>(() => undefined)),
          run: () => "four",
        })
        .returns(({ stepSpan }) => stepSpan("quick").output),
    );
    await trial.advance(100);
    const run = await trial.end();
    expect(run.output).toBe(4);
    expect(run.span("stuck").error).toMatchObject({ code: "STEP_TIMEOUT" });
  });
});
