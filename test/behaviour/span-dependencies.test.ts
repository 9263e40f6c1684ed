import { workflow } from "@stepspan/dsl";
import { createEngine } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { begin } from "../support/trial.ts";

describe("the dependencies of a span", () => {
  it("says what its step depends on, of which kind and how surely, and whether it was really read", async () => {
    const run = await createEngine().run(
      workflow("spans")
        .step("a", { run: () => ({ items: { first: 1 } }) })
        .step("b", { run: () => true })
        .step("c", { run: () => 3 })
        .step("d", { run: () => 4 })
        .step("reader", {
          dependsOn: ["d"],
          when: ({ stepSpan }) => stepSpan("b").output,
          params: {
            first: ({ stepSpan }) => stepSpan("a").output.items.first,
            other: ({ stepSpan }) => (stepSpan("b").output ? 0 : stepSpan("c").output),
          },
          run: ({ first, other }) => first + other,
        }),
    );
    expect(run.span("reader").dependencies).toEqual([
      { step: "d", kind: "order", certainty: "required", parameter: null, path: [], read: false },
      { step: "b", kind: "guard", certainty: "required", parameter: null, path: ["output"], read: true },
      {
        step: "a",
        kind: "data",
        certainty: "required",
        parameter: "first",
        path: ["output", "items", "first"],
        read: true,
      },
      { step: "b", kind: "data", certainty: "required", parameter: "other", path: ["output"], read: true },
      { step: "c", kind: "data", certainty: "conditional", parameter: "other", path: ["output"], read: false },
    ]);
  });

  it("tells an order apart from a guard that reads the same step", async () => {
    const run = await createEngine().run(
      workflow("spans")
        .step("b", { run: () => true })
        .step("reader", { dependsOn: ["b"], when: ({ stepSpan }) => stepSpan("b").output, run: () => 1 }),
    );
    expect(run.span("reader").dependencies).toMatchObject([
      { step: "b", kind: "order", read: false },
      { step: "b", kind: "guard", read: true },
    ]);
  });

  it("says what was read by a guard that said no", async () => {
    const run = await createEngine().run(
      workflow("spans")
        .step("b", { run: () => false })
        .step("unwanted", { when: ({ stepSpan }) => stepSpan("b").output, run: () => 1 }),
    );
    expect(run.span("unwanted").dependencies).toMatchObject([{ step: "b", kind: "guard", read: true }]);
  });

  it("says what was read by a lambda that threw", async () => {
    const trial = await begin(
      workflow("spans")
        .step("b", { run: () => null as { deep: number } | null })
        .step("broken", { params: { value: ({ stepSpan }) => stepSpan("b").output!.deep }, run: ({ value }) => value }),
    );
    expect((await trial.end()).span("broken").dependencies).toMatchObject([{ step: "b", kind: "data", read: true }]);
  });
});
