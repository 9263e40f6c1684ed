import { workflow } from "@stepspan/dsl";
import { createEngine, InputError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createCountingSchema } from "../support/counting-schema.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, ended } from "../support/trial.ts";

describe("the input of a workflow", () => {
  const report = workflow("report", {
    input: z.object({
      day: z.string(),
      orders: z.array(z.object({ price: z.number() })),
      limit: z.number().default(10),
    }),
  });

  it("is parsed before anything runs: lambdas see what the schema made of it", async () => {
    const run = await createEngine().run(
      report.step("only", { params: { limit: ({ input }) => input.limit }, run: ({ limit }) => limit }),
      { day: "Friday", orders: [] },
    );
    expect(run.output).toBe(10);
    expect(run.input).toEqual({ day: "Friday", orders: [], limit: 10 });
  });

  it("that is wrong rejects with an InputError that has zod's paths, and nothing has run", async () => {
    const steps = createHeldSteps();
    const trial = await begin(report.step("only", { run: steps.held("only") }), {
      input: { day: 7 as unknown as string, orders: [{ price: 1 }, { price: "2" as unknown as number }] },
    });
    const error: InputError = await trial.handle.result.then(
      () => expect.unreachable(),
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error.code).toBe("INPUT");
    expect(error.issues).toEqual([
      { path: ".day", message: "Invalid input: expected string, received number" },
      { path: ".orders[1].price", message: "Invalid input: expected number, received string" },
    ]);
    expect(error.message).toBe(
      'The input of workflow "report" does not match its schema: .day: Invalid input: expected string, received number; .orders[1].price: Invalid input: expected number, received string.',
    );
    expect(trial.events).toEqual([]);
    expect(steps.open).toEqual([]);
    expect(await trial.engine.runs.list()).toEqual([]);
  });

  it("may have a schema that is asynchronous", async () => {
    const stored = workflow("stored", { input: z.string().refine(async (text) => text === "known", "is not known") });
    const engine = createEngine();
    const withStep = stored.step("only", { params: { name: ({ input }) => input }, run: ({ name }) => name });
    expect((await engine.run(withStep, "known")).output).toBe("known");
    await expect(engine.run(withStep, "other")).rejects.toThrow(
      'The input of workflow "stored" does not match its schema: is not known.',
    );
  });

  it("that is still being parsed when the run is cancelled lets no step start", async () => {
    const steps = createHeldSteps();
    let accept: (isKnown: boolean) => void = () => undefined;
    const slow = workflow("slow", {
      input: z.string().refine(() => new Promise<boolean>((resolve) => (accept = resolve))),
    });
    const trial = await begin(slow.step("only", { run: steps.held("only") }), { input: "x" });
    await trial.cancel("enough");
    accept(true);
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("only").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    expect(steps.calls("only")).toEqual([]);
  });

  it("is parsed once", async () => {
    const { schema, parsed } = createCountingSchema();
    const run = await createEngine().run(
      workflow("report", { input: schema })
        .step("a", { params: { size: ({ input }) => input }, run: ({ size }) => size })
        .step("b", { params: { size: ({ input }) => input }, run: ({ size }) => size }),
      "four",
    );
    expect(run.output).toBe(4);
    expect(parsed()).toBe(1);
  });

  it("needs no schema: then it is what the caller gave", async () => {
    const run = await createEngine().run(
      workflow("report").step("only", { params: { given: ({ input }) => input as object }, run: ({ given }) => given }),
      { day: "Friday" },
    );
    expect(run.output).toEqual({ day: "Friday" });
  });

  it("must be something that can be kept", async () => {
    await expect(createEngine().run(workflow("report"), { call: () => 1 })).rejects.toThrow(
      'The input of workflow "report" cannot be recorded: .call is a function.',
    );
  });
});

describe("the output of a workflow", () => {
  it("is parsed", async () => {
    const run = await createEngine().run(
      workflow("report", { output: z.object({ total: z.number() }) })
        .step("only", { run: () => 7 })
        .returns(({ stepSpan }) => ({ total: stepSpan("only").output, more: 1 })),
    );
    expect(run.output).toEqual({ total: 7 });
  });

  it("may have a schema that is asynchronous", async () => {
    const run = await createEngine().run(
      workflow("report", { output: z.number().transform(async (total) => `${total} euros`) })
        .step("only", { run: () => 7 })
        .returns(({ stepSpan }) => stepSpan("only").output),
    );
    expect(run.output).toBe("7 euros");
  });

  it("that is wrong fails the run, with the paths", async () => {
    const run = await ended(
      createEngine().run(
        workflow("report", { output: z.object({ total: z.number() }) })
          .step("only", { run: () => 7 })
          .returns(({ stepSpan }) => ({ total: String(stepSpan("only").output) as unknown as number })),
      ),
    );
    expect(run.status).toBe("failed");
    expect(run.output).toBe(null);
    expect(run.errors[0]?.message).toBe(
      'The output of workflow "report" does not match its schema: .total: Invalid input: expected number, received string.',
    );
  });
});
