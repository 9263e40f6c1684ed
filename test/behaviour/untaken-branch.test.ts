import { workflow } from "@stepspan/dsl";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

/** A quick step says which of two slow ones its readers want. */
function twoWays(steps = createHeldSteps()) {
  const base = workflow("two-ways", { failFast: false })
    .step("flag", { run: steps.held<boolean>("flag") })
    .step("left", { run: steps.held("left") })
    .step("right", { run: steps.held("right") });
  return { steps, base };
}

describe("a slow step that is only conditionally read", () => {
  it.each([
    [true, "left", "right"],
    [false, "right", "left"],
  ])("delays nobody who does not read it: flag %s", async (flag, wanted, other) => {
    const { steps, base } = twoWays();
    const trial = await begin(
      base.step("reader", {
        params: {
          value: ({ stepSpan }) => (stepSpan("flag").output ? stepSpan("left").output : stepSpan("right").output),
        },
        run: ({ value }) => value,
      }),
    );
    await steps.succeed("flag", flag);
    await steps.succeed(wanted, "what was wanted");
    expect((await trial.now()).span("reader").output).toBe("what was wanted");
    expect((await trial.statuses())[other]).toBe("running");
    await steps.succeed(other);
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("does not fail with it those who do not read it", async () => {
    const { steps, base } = twoWays();
    const trial = await begin(
      base.step("reader", {
        params: { value: ({ stepSpan }) => (stepSpan("flag").output ? stepSpan("left").output : "no need") },
        run: ({ value }) => value,
      }),
    );
    await steps.fail("left");
    await steps.succeed("flag", false);
    await steps.succeed("right");
    const run = await trial.end();
    expect(run.span("reader").output).toBe("no need");
    expect(run.status).toBe("failed");
    expect(run.errors).toHaveLength(1);
  });

  it("stops with its failure those who do read it, at whatever time it fails", async () => {
    for (const order of [
      ["left", "flag"],
      ["flag", "left"],
    ]) {
      const { steps, base } = twoWays();
      const trial = await begin(
        base.step("reader", {
          params: { value: ({ stepSpan }) => (stepSpan("flag").output ? stepSpan("left").output : "no need") },
          run: ({ value }) => value,
        }),
      );
      for (const name of order) await (name === "flag" ? steps.succeed("flag", true) : steps.fail("left"));
      await steps.succeed("right");
      expect((await trial.end()).span("reader").skipped).toEqual({ kind: "upstream", step: "left" });
    }
  });

  it("is no obstacle if it was skipped, or its failure tolerated, on the way not taken", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("two-ways")
        .step("flag", { run: steps.held<boolean>("flag") })
        .step("unwanted", { when: () => false, run: () => "a" })
        .step("shaky", { continueOnError: true, run: steps.held("shaky") })
        .step("reader", {
          params: {
            value: ({ stepSpan }) =>
              stepSpan("flag").output
                ? `${stepSpan("unwanted", { default: null })?.output} ${stepSpan("shaky", { default: null })?.output}`
                : "no need",
          },
          run: ({ value }) => value,
        }),
    );
    await steps.succeed("flag", false);
    expect((await trial.now()).span("reader").output).toBe("no need");
    await steps.fail("shaky");
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("is waited for by the guard that reads it, and by nobody else", async () => {
    const { steps, base } = twoWays();
    await begin(
      base
        .step("guarded", {
          when: ({ stepSpan }) => stepSpan("flag").output && stepSpan("left").output === "left",
          run: steps.held("guarded"),
        })
        .step("free", { params: { flag: ({ stepSpan }) => stepSpan("flag").output }, run: steps.held("free") }),
    );
    await steps.succeed("flag", true);
    expect(steps.open).toEqual(["left", "right", "free"]);
    await steps.succeed("left");
    expect(steps.open).toEqual(["right", "free", "guarded"]);
  });
});

describe("a suspend that the lambda swallows", () => {
  it("gives no wrong value: its result is thrown away", async () => {
    const { steps, base } = twoWays();
    const trial = await begin(
      base.step("reader", {
        params: {
          value: ({ stepSpan }) => {
            try {
              return stepSpan("flag").output ? stepSpan("left").output : "no need";
            } catch {
              return "a wrong value";
            }
          },
        },
        run: ({ value }) => value,
      }),
    );
    await steps.succeed("flag", true);
    expect((await trial.statuses()).reader).not.toBe("succeeded");
    await steps.succeed("left", "the right value");
    expect((await trial.now()).span("reader").output).toBe("the right value");
  });

  it("gives no wrong decision in a guard", async () => {
    const { steps, base } = twoWays();
    const trial = await begin(
      base.step("guarded", {
        when: ({ stepSpan }) => {
          try {
            return stepSpan("flag").output ? stepSpan("left").output === "yes" : false;
          } catch {
            return false;
          }
        },
        run: () => 1,
      }),
    );
    await steps.succeed("flag", true);
    expect((await trial.statuses()).guarded).not.toBe("skipped");
    await steps.succeed("left", "yes");
    expect((await trial.statuses()).guarded).toBe("succeeded");
  });

  it("is noticed also when the lambda goes on to read another step", async () => {
    const { steps, base } = twoWays();
    const trial = await begin(
      base.step("reader", {
        params: {
          value: ({ stepSpan }) => {
            const values = ["flag"];
            for (const name of ["left", "right"] as const) {
              try {
                values.push(stepSpan(name).output);
              } catch {
                values.push("missing");
              }
            }
            return values.join();
          },
        },
        run: ({ value }) => value,
      }),
    );
    await steps.succeed("right");
    await steps.succeed("flag", true);
    expect((await trial.statuses()).reader).not.toBe("succeeded");
    await steps.succeed("left");
    expect((await trial.end()).output).toBe("flag,left,right");
  });
});
