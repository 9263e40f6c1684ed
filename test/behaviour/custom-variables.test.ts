import { workflow } from "@stepspan/dsl";
import { createEngine, DefinitionError, SerializationError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, causeOf, ended } from "../support/trial.ts";

describe("a custom variable", () => {
  it("is set in a step and read in the lambdas of another", async () => {
    const run = await createEngine().run(
      workflow("variables")
        .step("register", { run: (_: object, { span }) => span.set("status", "active") })
        .step("greet", {
          when: ({ stepSpan }) => stepSpan("register").vars.status === "active",
          params: { status: ({ stepSpan }) => stepSpan("register").vars.status as string },
          run: ({ status }) => status,
        }),
    );
    expect(run.output).toBe("active");
    expect(run.span("register").vars).toEqual({ status: "active" });
  });

  it("is seen at once by the step itself, and replaced by a second set", async () => {
    const run = await createEngine().run(
      workflow("variables").step("only", {
        run: (_: object, { span }) => {
          const before = span.get("status");
          span.set("status", "first");
          const first = span.get("status");
          span.set("status", "second");
          return [before, first, span.get("status")];
        },
      }),
    );
    expect(run.output).toEqual([undefined, "first", "second"]);
  });

  it("can be looked at while the step runs", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("variables").step("work", { run: steps.held("work") }));
    steps.context("work").span.set("progress", 0.5);
    await trial.advance(0);
    expect((await trial.now()).span("work").vars).toEqual({ progress: 0.5 });
    expect(trial.events.at(-1)).toMatchObject({ type: "variable-set", path: "work", name: "progress", value: 0.5 });
  });

  it("is recorded as a copy", async () => {
    const list = [1];
    const run = await createEngine().run(
      workflow("variables").step("only", {
        run: (_: object, { span }) => {
          span.set("list", list);
          list.push(2);
        },
      }),
    );
    expect(run.span("only").vars).toEqual({ list: [1] });
    expect(Object.isFrozen(run.span("only").vars.list)).toBe(true);
  });

  it("stays when the attempt fails, and when the step does", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("variables").step("shaky", { retry: { attempts: 2 }, run: steps.held("shaky") }),
    );
    steps.context("shaky").span.set("tries", 1);
    await steps.fail("shaky");
    await trial.advance(0);
    expect(steps.context("shaky").span.get("tries")).toBe(1);
    await steps.fail("shaky");
    expect((await trial.end()).span("shaky").vars).toEqual({ tries: 1 });
  });

  it("set by an attempt that is over is ignored", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("variables")
        .step("only", { run: steps.held("only") })
        .step("other", { run: steps.held("other") }),
    );
    const { span } = steps.context("only");
    await steps.succeed("only");
    span.set("late", 1);
    await steps.succeed("other");
    span.set("later", 1);
    expect((await trial.end()).span("only").vars).toEqual({});
  });

  it.each(["", "__proto__", "constructor", "prototype"])("has a name that is no trap: %j", async (name) => {
    const run = await ended(
      createEngine().run(workflow("variables").step("only", { run: (_: object, { span }) => span.set(name, 1) })),
    );
    expect(causeOf(run, "only")).toEqual(
      new DefinitionError(
        `context.span.set of step "only" got the name ${JSON.stringify(name)}. Give a name that is not empty and not one of __proto__, prototype, constructor.`,
      ),
    );
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("must be something that can be kept", async () => {
    const run = await ended(
      createEngine().run(
        workflow("variables").step("only", { run: (_: object, { span }) => span.set("call", { me: () => 1 }) }),
      ),
    );
    expect(causeOf(run, "only")).toBeInstanceOf(SerializationError);
    expect(causeOf(run, "only").message).toContain(
      'Variable "call" of step "only" cannot be recorded: .me is a function.',
    );
  });
});
