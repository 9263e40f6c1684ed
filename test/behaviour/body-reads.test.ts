import { workflow } from "@stepspan/dsl";
import { createEngine, DefinitionError, SkippedSpanError, stepSpan } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, causeOf, ended } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

const fetched = workflow("bodies").step("fetch", { run: () => ({ items: [1, 2] }) });

/** Any function, some calls below a step. */
async function countDeepBelow(): Promise<number> {
  await turn();
  return [stepSpan("fetch").output].map((output) => (output as { items: number[] }).items.length)[0] ?? 0;
}

describe("stepSpan in a run body", () => {
  it("reads a step on which its own depends, at any depth of calls and after any wait", async () => {
    const run = await createEngine().run(
      fetched.step("count", { dependsOn: ["fetch"], run: async () => countDeepBelow() }),
    );
    expect(run.output).toBe(2);
  });

  it("reads a step on which its own depends by a parameter, a guard, skipWith, or over others", async () => {
    const run = await createEngine().run(
      fetched
        .step("byParameter", {
          params: { items: ({ stepSpan }) => stepSpan("fetch").output.items },
          run: () => stepSpan("fetch").name,
        })
        .step("byGuard", {
          when: ({ stepSpan }) => stepSpan("fetch").output.items.length === 2,
          run: () => stepSpan("fetch").name,
        })
        .step("bySkipWith", { skipWith: ["byGuard"], run: () => stepSpan("byGuard").name })
        .step("overOthers", { dependsOn: ["bySkipWith"], run: () => stepSpan("fetch").name }),
    );
    expect(run.spans.slice(1).map(({ output }) => output)).toEqual(["fetch", "fetch", "byGuard", "fetch"]);
  });

  it("reads a step that a lambda of its own found only while it ran", async () => {
    const names = { found: "fetch" };
    const run = await createEngine().run(
      fetched.step("choose", { run: () => "found" as const }).step("reader", {
        params: { size: ({ stepSpan }) => stepSpan(names[stepSpan("choose").output] as "fetch").output.items.length },
        run: () => stepSpan("fetch").name,
      }),
    );
    expect(run.output).toBe("fetch");
  });

  it("refuses any other step, and tells to add dependsOn", async () => {
    const run = await ended(
      createEngine().run(
        fetched
          .step("other", { run: () => 1 })
          .step("reader", { dependsOn: ["fetch"], run: () => stepSpan("other").output }),
      ),
    );
    expect(causeOf(run, "reader")).toEqual(
      new DefinitionError(
        'Step "reader" reads "other" in its run function, but does not depend on it. Add dependsOn: ["other"] to step "reader", or read it in a parameter.',
      ),
    );
  });

  it("refuses a step whose branch was not taken, though a lambda might have read it", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("bodies")
        .step("flag", { run: () => false })
        .step("slow", { run: steps.held("slow") })
        .step("reader", {
          params: { value: ({ stepSpan }) => (stepSpan("flag").output ? stepSpan("slow").output : "none") },
          run: () => stepSpan("slow").name,
        }),
    );
    expect((await trial.statuses()).reader).toBe("failed");
    await steps.succeed("slow");
    expect(causeOf(await trial.end(), "reader").message).toContain('Add dependsOn: ["slow"] to step "reader"');
  });

  it("refuses its own step, a later one and an unknown one", async () => {
    const messages: string[] = [];
    const look = (name: string) => {
      try {
        stepSpan(name);
      } catch (error) {
        messages.push((error as Error).message);
      }
    };
    await createEngine().run(
      fetched
        .step("reader", {
          dependsOn: ["fetch"],
          run: () => {
            look("reader");
            look("later");
            look("fetsh");
          },
        })
        .step("later", { run: () => 1 }),
    );
    expect(messages).toEqual([
      'Step "reader" reads itself in its run function. Use currentSpan() instead.',
      'Step "reader" reads "later" in its run function, but does not depend on it. Add dependsOn: ["later"] to step "reader", or read it in a parameter.',
      'Step "reader" reads "fetsh", but workflow "bodies" has no step of that name. Did you mean "fetch"?',
    ]);
  });

  it("asks for a default like a lambda does", async () => {
    const run = await ended(
      createEngine().run(
        workflow("bodies", { failFast: false })
          .step("unwanted", { when: () => false, run: () => 1 })
          .step("careful", { dependsOn: ["unwanted"], run: () => stepSpan("unwanted", { default: null }) })
          .step("settled", { dependsOn: ["unwanted"], run: () => stepSpan("unwanted", { settled: true }).status })
          .step("careless", { dependsOn: ["unwanted"], run: () => stepSpan("unwanted").output }),
      ),
    );
    expect(run.span("careful").output).toBe(null);
    expect(run.span("settled").output).toBe("skipped");
    expect(causeOf(run, "careless")).toBeInstanceOf(SkippedSpanError);
  });
});
