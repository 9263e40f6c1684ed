import { createEngine, type SucceededSpan } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { workflow } from "../workflow.ts";
import type { AnyWorkflow } from "./workflow.ts";

declare const names: readonly string[];
const engine = createEngine();

const base = workflow("ask")
  .step("cache", { run: () => ({ cached: true }) })
  .step("network", { run: () => "answer" })
  .step("other", { run: () => 1 });
const raced = base.race("answer", { of: ["cache", "network"] });

describe("a race", () => {
  it("gives what one of its steps gives", async () => {
    raced.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("answer").output).toEqualTypeOf<string | { cached: boolean }>();
    });
    expectTypeOf((await engine.run(raced)).output).toEqualTypeOf<string | { cached: boolean }>();
  });

  it("makes its steps guarded for what follows", () => {
    raced.step("reader", {
      params: {
        cache: ({ stepSpan }) => stepSpan("cache", { default: null }),
        other: ({ stepSpan }) => stepSpan("other").output,
        // @ts-expect-error it may have lost the race
        network: ({ stepSpan }) => stepSpan("network").output,
      },
      run: ({ cache, other }) => {
        expectTypeOf(cache).toEqualTypeOf<SucceededSpan<{ cached: boolean }> | null>();
        expectTypeOf(other).toEqualTypeOf<number>();
      },
    });
    // @ts-expect-error it may have lost the race
    raced.returns(({ stepSpan }) => stepSpan("cache").output);
  });

  it("leaves the workflow that it was added to as it was", () => {
    base.returns(({ stepSpan }) => stepSpan("network").output);
  });

  it("is guarded itself if its failure is tolerated", () => {
    const tolerated = base.race("answer", { of: ["cache", "network"], continueOnError: true });
    // @ts-expect-error its failure is tolerated
    tolerated.returns(({ stepSpan }) => stepSpan("answer").output);
  });

  it("is one of at least two earlier steps", () => {
    // @ts-expect-error one step alone is no race
    base.race("answer", { of: ["cache"] });
    // @ts-expect-error there is no step "netwrok"
    base.race("answer", { of: ["cache", "netwrok"] });
    // @ts-expect-error of is missing
    base.race("answer", {});
    // @ts-expect-error a race has no parameters
    base.race("answer", { of: ["cache", "network"], params: {} });
  });

  it("can be added in a loop", () => {
    let built: AnyWorkflow = base;
    built = built.race("answer", { of: names });
    built = built.step("reader", { params: { any: ({ stepSpan }) => stepSpan("x", { default: null }) }, run: () => 1 });
  });
});
