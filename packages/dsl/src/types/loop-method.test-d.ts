import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { defineStep } from "../define-step.ts";
import { workflow } from "../workflow.ts";
import type { AnyWorkflow } from "./workflow.ts";

interface Draft {
  readonly text: string;
  readonly score: number;
}

declare function revise(params: { readonly draft: string; readonly round: number }): Promise<Draft>;

const base = workflow("write", { input: z.object({ topic: z.string() }) }).step("best", { run: () => 0.9 });

describe("a loop over a function that stands on its own", () => {
  it("knows the previous output", () => {
    const built = base.loop("draft", {
      params: {
        draft: ({ previous, input }) => {
          expectTypeOf(previous).toEqualTypeOf<Draft | null>();
          return previous?.text ?? input.topic;
        },
        round: ({ iteration }) => iteration,
      },
      run: revise,
      until: ({ output, iteration, stepSpan, input }) => {
        expectTypeOf(output).toEqualTypeOf<Draft>();
        expectTypeOf(iteration).toEqualTypeOf<number>();
        expectTypeOf(input.topic).toEqualTypeOf<string>();
        return output.score > stepSpan("best").output;
      },
      maxIterations: 3,
    });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("draft").output).toEqualTypeOf<Draft>();
    });
  });

  it("knows it for an inline function that says what its parameters are", () => {
    base.loop("count", {
      params: {
        count: ({ previous }) => {
          expectTypeOf(previous).toEqualTypeOf<{ next: number } | null>();
          return previous?.next ?? 0;
        },
      },
      run: ({ count }: { count: number }) => ({ next: count + 1 }),
      until: ({ output }) => output.next > 3,
      maxIterations: 5,
    });
  });

  it("knows it for a step made with defineStep, and with an output schema", () => {
    const shared = defineStep({
      input: z.object({ count: z.number() }),
      output: z.number(),
      run: ({ count }) => count,
    });
    base.loop("count", {
      params: {
        count: ({ previous }) => {
          expectTypeOf(previous).toEqualTypeOf<number | null>();
          return (previous ?? 0) + 1;
        },
      },
      run: shared,
      until: ({ output }) => output > 3,
      maxIterations: 5,
    });
    base.loop("count", {
      output: z.string().transform((text) => text.length),
      params: {
        count: ({ previous }) => {
          expectTypeOf(previous).toEqualTypeOf<number | null>();
          return (previous ?? 0) + 1;
        },
      },
      run: ({ count }) => String(count),
      until: ({ output }) => output > 3,
      maxIterations: 5,
    });
  });

  it("checks the parameters", () => {
    base.loop("draft", {
      params: {
        // @ts-expect-error a number is no text
        draft: ({ iteration }) => iteration,
        round: 1,
      },
      run: revise,
      until: () => true,
      maxIterations: 3,
    });
    // @ts-expect-error params is missing
    base.loop("draft", { run: revise, until: () => true, maxIterations: 3 });
  });
});

describe("a loop over an inline function", () => {
  it("knows everything but the previous output", () => {
    const built = base.loop("count", {
      params: {
        start: ({ iteration, input }) => iteration + input.topic.length,
        before: ({ previous }) => {
          expectTypeOf(previous).toEqualTypeOf<unknown>();
          return typeof previous === "number" ? previous : 0;
        },
      },
      run: async ({ start, before }) => {
        expectTypeOf(start).toEqualTypeOf<number>();
        return start + before;
      },
      until: ({ output }) => output > 3,
      maxIterations: 5,
    });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("count").output).toEqualTypeOf<number>();
    });
  });
});

describe("a loop over a workflow", () => {
  it("has its output", () => {
    const child = workflow("child", { input: z.object({ count: z.number() }) }).step("add", {
      params: { count: ({ input }) => input.count },
      run: ({ count }) => count + 1,
    });
    const built = base.loop("count", {
      params: {
        count: ({ previous }) => {
          expectTypeOf(previous).toEqualTypeOf<number | null>();
          return previous ?? 0;
        },
      },
      run: child,
      until: ({ output }) => output > 3,
      maxIterations: 5,
    });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("count").output).toEqualTypeOf<number>();
    });
  });
});

describe("the options of a loop", () => {
  it("must say when it ends", () => {
    // @ts-expect-error maxIterations is missing
    base.loop("count", { run: () => 1, until: () => true });
    // @ts-expect-error until is missing
    base.loop("count", { run: () => 1, maxIterations: 3 });
    // @ts-expect-error a number is no decision
    base.loop("count", { run: () => 1, until: () => 1, maxIterations: 3 });
  });

  it("make it guarded as those of a step do", () => {
    const built = base.loop("count", { run: () => 1, until: () => true, maxIterations: 3, continueOnError: true });
    // @ts-expect-error its failure is tolerated
    built.returns(({ stepSpan }) => stepSpan("count").output);
  });

  it("can be written in a loop", () => {
    let built: AnyWorkflow = base;
    for (const name of ["a", "b"]) {
      built = built.loop(name, {
        params: { last: ({ previous }) => previous },
        run: ({ last }) => last,
        until: ({ output, stepSpan }) => output === stepSpan("best").output,
        maxIterations: 3,
      });
    }
  });
});
