import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { workflow } from "../workflow.ts";
import type { AnyWorkflow } from "./workflow.ts";

const approved = defineEvent("approved", z.object({ by: z.string(), at: z.string().transform(Number) }));
const tick = defineEvent("tick");
const base = workflow("approve", { input: z.object({ by: z.string() }) }).step("ask", { run: () => true });

describe("wait", () => {
  it("gives the event's data", () => {
    const built = base
      .wait("approval", {
        event: approved,
        where: (data) => {
          expectTypeOf(data).toEqualTypeOf<{ by: string; at: number }>();
          return data.by === "me";
        },
        timeout: "1d",
        dependsOn: ["ask"],
      })
      .wait("tick", { event: tick });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("approval").output).toEqualTypeOf<{ by: string; at: number }>();
      expectTypeOf(stepSpan("tick").output).toEqualTypeOf<unknown>();
    });
  });

  it("is guarded as a step is", () => {
    const built = base
      .wait("maybe", { event: approved, when: ({ stepSpan }) => stepSpan("ask").output })
      .wait("late", { event: approved, timeout: 5, continueOnError: true })
      .wait("after", { event: approved, skipWith: ["maybe"] });
    // @ts-expect-error it has a guard
    built.returns(({ stepSpan }) => stepSpan("maybe").output);
    // @ts-expect-error its failure is tolerated
    built.returns(({ stepSpan }) => stepSpan("late").output);
    // @ts-expect-error it is skipped with another
    built.returns(({ stepSpan }) => stepSpan("after").output);
    built.returns(({ stepSpan }) => stepSpan("late", { default: null })?.output.by ?? "nobody");
  });

  it("refuses what makes no sense", () => {
    // @ts-expect-error event is missing
    base.wait("approval", {});
    // @ts-expect-error a name is no event
    base.wait("approval", { event: "approved" });
    // @ts-expect-error a text is no decision
    base.wait("approval", { event: approved, where: ({ by }) => by });
    // @ts-expect-error a wait does no work
    base.wait("approval", { event: approved, run: () => 1 });
    // @ts-expect-error there is no step "aks"
    base.wait("approval", { event: approved, dependsOn: ["aks"] });
  });
});

describe("sleep", () => {
  it("gives null", () => {
    const built = base.sleep("pause", "30s").sleep("again", 5, { dependsOn: ["pause"] });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("again").output).toEqualTypeOf<null>();
    });
    const guarded = built.sleep("maybe", 5, { when: ({ stepSpan }) => stepSpan("ask").output, skipWith: ["pause"] });
    // @ts-expect-error it has a guard
    guarded.returns(({ stepSpan }) => stepSpan("maybe").output);
  });

  it("refuses what makes no sense", () => {
    // @ts-expect-error "30 seconds" is no duration
    base.sleep("pause", "30 seconds");
    // @ts-expect-error the duration is missing
    base.sleep("pause");
    // @ts-expect-error a sleep does not fail
    base.sleep("pause", 5, { continueOnError: true });
  });
});

describe("a wait in a workflow that is built in a loop", () => {
  it("gives a workflow like any other", () => {
    let built: AnyWorkflow = base;
    for (const name of ["a", "b"]) built = built.wait(name, { event: approved }).sleep(`${name}-pause`, "1s");
  });
});
