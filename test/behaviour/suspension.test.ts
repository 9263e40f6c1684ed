import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { type ReadSpan, stepSpan } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

const routes = { a: "first", b: "second" } as const;

describe("a read of a step that has not settled", () => {
  it("suspends the evaluation until it has, and evaluates again then", async () => {
    const steps = createHeldSteps();
    let evaluations = 0;
    const trial = await begin(
      workflow("suspension")
        .step("route", { run: steps.held<"a" | "b">("route") })
        .step("first", { run: steps.held("first") })
        .step("second", { run: steps.held("second") })
        .step("reader", {
          params: {
            value: ({ stepSpan }) => {
              evaluations++;
              return stepSpan(routes[stepSpan("route").output]).output;
            },
          },
          run: ({ value }) => value,
        }),
    );
    const traced = evaluations;
    await steps.succeed("route", "b");
    expect(evaluations - traced).toBe(1);
    expect((await trial.statuses()).reader).toBe("waiting");
    await steps.succeed("second", "the second");
    expect(evaluations - traced).toBe(2);
    expect((await trial.now()).span("reader").output).toBe("the second");
    await steps.succeed("first");
    expect(evaluations - traced).toBe(2);
  });

  it("adds a discovered edge where no other tells of it", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("suspension")
        .step("route", { run: () => "b" as const })
        .step("first", { run: steps.held("first") })
        .step("second", { run: steps.held("second") })
        .step("reader", {
          params: {
            value: ({ stepSpan }) => {
              const name = routes[stepSpan("route").output];
              return stepSpan(name).output + stepSpan(name).name;
            },
          },
          run: ({ value }) => value,
        }),
    );
    await steps.succeed("second");
    await steps.succeed("first");
    const { dependencies } = (await trial.end()).span("reader");
    expect(dependencies.filter(({ read }) => read)).toMatchObject([
      { step: "route", kind: "data", certainty: "required", parameter: "value" },
      { step: "second", kind: "data", certainty: "discovered", parameter: "value", path: [] },
    ]);
    expect(dependencies.some(({ step }) => step === "first")).toBe(false);
  });

  it("is recorded as an event that says which lambda waits for what", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("suspension")
        .step("route", { run: () => "a" as const })
        .step("first", { run: steps.held("first") })
        .step("second", { run: steps.held("second") })
        .step("reader", {
          params: {
            one: ({ stepSpan }) => stepSpan(routes[stepSpan("route").output]).output,
            two: ({ stepSpan }) => (stepSpan("route").output === "a" ? stepSpan("second").output : ""),
          },
          run: ({ one, two }) => one + two,
        }),
    );
    expect(trial.events.find(({ type }) => type === "evaluation-suspended")).toMatchObject({
      path: "reader",
      suspensions: [
        { parameter: "one", on: ["first"] },
        { parameter: "two", on: ["second"] },
      ],
    });
    await steps.succeed("first");
    await steps.succeed("second");
    expect((await trial.end()).output).toBe("firstsecond");
  });

  it("does not keep the other parameters from saying what they wait for: all are waited for together", async () => {
    const steps = createHeldSteps();
    let evaluations = 0;
    const trial = await begin(
      workflow("suspension")
        .step("route", { run: () => true })
        .step("first", { run: steps.held("first") })
        .step("second", { run: steps.held("second") })
        .step("reader", {
          params: {
            one: ({ stepSpan }) => {
              evaluations++;
              return stepSpan("route").output ? stepSpan("first").output : "";
            },
            two: ({ stepSpan }) => (stepSpan("route").output ? stepSpan("second").output : ""),
          },
          run: ({ one, two }) => one + two,
        }),
    );
    const before = evaluations;
    await steps.succeed("first");
    expect(evaluations).toBe(before);
    await steps.succeed("second");
    expect(evaluations).toBe(before + 1);
    expect((await trial.end()).output).toBe("firstsecond");
  });

  it("through a helper function waits at first only for what was read: the rest may never be", async () => {
    const steps = createHeldSteps();
    const choose = (read: ReadSpan) => (read("flag").output ? read("slow").output : "no need");
    const trial = await begin(
      workflow("suspension")
        .step("flag", { run: steps.held<boolean>("flag") })
        .step("slow", { run: steps.held("slow") })
        .step("reader", {
          params: { value: ({ stepSpan }) => choose(stepSpan as ReadSpan) },
          run: ({ value }) => value,
        }),
    );
    await steps.succeed("flag", false);
    expect((await trial.now()).span("reader").output).toBe("no need");
    await steps.succeed("slow");
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("through a helper function costs few evaluations: after the second suspend all traced reads are waited for", async () => {
    const steps = createHeldSteps();
    const names = Array.from({ length: 50 }, (_, index) => `source${index}`);
    const readAll = (read: ReadSpan) => names.map((name) => read(name).output).join();
    let evaluations = 0;
    let built: AnyWorkflow = workflow("suspension");
    for (const name of names) built = built.step(name, { run: steps.held(name) });
    const trial = await begin(
      built.step("reader", {
        params: {
          all: ({ stepSpan }) => {
            evaluations++;
            return readAll(stepSpan as ReadSpan);
          },
        },
        run: ({ all }) => all,
      }),
    );
    const traced = 1;
    for (const name of names) await steps.succeed(name);
    expect((await trial.end()).output).toBe(names.join());
    expect(evaluations - traced).toBeLessThanOrEqual(3);
  });

  it("by the exported stepSpan, in a function that the lambda calls, is found like any other", async () => {
    const steps = createHeldSteps();
    const helper = () => stepSpan("source").output;
    const trial = await begin(
      workflow("suspension")
        .step("source", { run: steps.held("source") })
        .step("reader", { params: { value: () => helper() }, run: ({ value }) => value }),
    );
    expect((await trial.statuses()).reader).not.toBe("running");
    await steps.succeed("source", "found");
    expect((await trial.end()).output).toBe("found");
  });

  it("ends with the run if that is cancelled meanwhile", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("suspension")
        .step("route", { run: () => true })
        .step("source", { run: steps.held("source") })
        .step("reader", {
          params: { value: ({ stepSpan }) => (stepSpan("route").output ? stepSpan("source").output : "") },
          run: ({ value }) => value,
        }),
    );
    await trial.cancel("enough");
    expect((await trial.now()).span("reader").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    await steps.fail("source");
    expect((await trial.end()).status).toBe("cancelled");
  });
});
