import { workflow } from "@stepspan/dsl";
import { createEngine, DefinitionError, type StepContext } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, causeOf, ended } from "../support/trial.ts";

const spend = (amounts: Readonly<Record<string, number>>) => (_: object, context: StepContext) => {
  for (const [unit, amount] of Object.entries(amounts)) context.usage.add(unit, amount);
};

describe("usage", () => {
  it("adds up on the span of the step, by unit", async () => {
    const run = await createEngine().run(
      workflow("usage").step("only", {
        run: (_: object, { usage }) => {
          usage.add("tokens", 120);
          usage.add("tokens", 30);
          usage.add("euros", 0.5);
        },
      }),
    );
    expect(run.span("only").usage).toEqual({ tokens: 150, euros: 0.5 });
  });

  it("adds to each ancestor once: the run's is the total", async () => {
    const run = await createEngine().run(
      workflow("usage")
        .step("a", { run: spend({ tokens: 100 }) })
        .step("b", { dependsOn: ["a"], run: spend({ tokens: 20, calls: 1 }) })
        .step("c", { run: spend({}) }),
    );
    expect(run.usage).toEqual({ tokens: 120, calls: 1 });
    expect(run.rootSpan.usage).toEqual(run.usage);
    expect(run.span("c").usage).toEqual({});
  });

  it("counts every attempt, failed ones too, for they were paid for", async () => {
    const run = await ended(
      createEngine().run(
        workflow("usage").step("shaky", {
          retry: { attempts: 3 },
          run: (_: object, { usage }): never => {
            usage.add("tokens", 10);
            throw new Error("no answer");
          },
        }),
      ),
    );
    expect(run.usage).toEqual({ tokens: 30 });
  });

  it("can be looked at while the step runs", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("usage").step("work", { run: steps.held("work") }));
    steps.context("work").usage.add("tokens", 7);
    await trial.advance(0);
    expect((await trial.now()).usage).toEqual({ tokens: 7 });
  });

  it("added by an attempt that is over is ignored", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("usage")
        .step("only", { run: steps.held("only") })
        .step("other", { run: steps.held("other") }),
    );
    const { usage } = steps.context("only");
    await steps.succeed("only");
    usage.add("tokens", 1);
    await steps.succeed("other");
    expect((await trial.end()).usage).toEqual({});
  });

  it.each([-1, Number.NaN, Infinity, "7"])("is a finite number of at least 0: %s is refused", async (amount) => {
    const run = await ended(
      createEngine().run(workflow("usage").step("only", { run: spend({ tokens: amount as number }) })),
    );
    expect(causeOf(run, "only")).toEqual(
      new DefinitionError(
        `context.usage.add of step "only" got ${typeof amount === "string" ? JSON.stringify(amount) : amount} for "tokens". Give a finite number of at least 0.`,
      ),
    );
    expect(run.usage).toEqual({});
  });
});
