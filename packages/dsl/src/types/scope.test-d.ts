import type { RunSpan, SettledSpan, SucceededSpan } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { workflow } from "../workflow.ts";
import type { Scope } from "./scope.ts";
import type { PlainStep } from "./step-types.ts";

declare const perhaps: boolean;
const run = () => ({ total: 1 });

const steps = workflow("report")
  .step("plain", { run })
  .step("guarded", { when: () => true, run })
  .step("tolerated", { continueOnError: true, run })
  .step("skipped", { skipWith: ["guarded"], run });

describe("stepSpan", () => {
  it("gives the span of a step, with the type of its output", () => {
    steps.step("reader", {
      params: {
        total: ({ stepSpan, parentSpan }) => {
          const span = stepSpan("plain");
          expectTypeOf(span).toEqualTypeOf<SucceededSpan<{ total: number }>>();
          expectTypeOf(parentSpan).toEqualTypeOf<RunSpan>();
          return span.output.total;
        },
      },
      run: ({ total }) => expectTypeOf(total).toEqualTypeOf<number>(),
    });
  });

  it("refuses a name with a typo", () => {
    steps.step("reader", {
      params: {
        // @ts-expect-error there is no step "plian"
        total: ({ stepSpan }) => stepSpan("plian").output,
        // @ts-expect-error there is no step "plian"
        other: ({ stepSpan }) => stepSpan("plian", { default: null })?.output,
      },
      run: () => 1,
    });
  });

  it("refuses the step itself and later steps", () => {
    steps
      .step("reader", {
        // @ts-expect-error a step cannot read itself
        params: { total: ({ stepSpan }) => stepSpan("reader").output },
        run: () => 1,
      })
      .step("later", {
        // @ts-expect-error there is no earlier step "last"
        params: { total: ({ stepSpan }) => stepSpan("last").output },
        run: () => 1,
      })
      .step("last", { run });
  });

  it("reads every earlier step, whatever another lambda says that it takes", () => {
    workflow("report")
      .step("number", { run: () => 1 })
      .step("text", { run: () => "a" })
      .step("reader", {
        dependsOn: ["text"],
        params: {
          few: ({ stepSpan }: Scope<unknown, PlainStep<"number", number>>) => stepSpan("number").output,
          text: ({ stepSpan }) => stepSpan("text").output,
        },
        run: ({ few, text }) => {
          expectTypeOf(few).toEqualTypeOf<number>();
          expectTypeOf(text).toEqualTypeOf<string>();
        },
      });
  });

  it("gives the union of the outputs for one of several names", () => {
    workflow("report")
      .step("number", { run: () => 1 })
      .step("text", { run: () => "a" })
      .step("reader", {
        params: { either: ({ stepSpan }) => stepSpan(perhaps ? "number" : "text").output },
        run: ({ either }) => expectTypeOf(either).toEqualTypeOf<number | string>(),
      });
  });

  it("refuses options that there are not", () => {
    steps.step("reader", {
      // @ts-expect-error null is the only default
      params: { total: ({ stepSpan }) => stepSpan("guarded", { default: 0 }) },
      run: () => 1,
    });
  });
});

describe("a guarded step", () => {
  it("cannot be read as if it had an output", () => {
    steps.step("reader", {
      params: {
        // @ts-expect-error it has a guard
        guarded: ({ stepSpan }) => stepSpan("guarded").output,
        // @ts-expect-error its failure is tolerated
        tolerated: ({ stepSpan }) => stepSpan("tolerated").output,
        // @ts-expect-error it is skipped with another
        skipped: ({ stepSpan }) => stepSpan("skipped").output,
        // @ts-expect-error one of the two has a guard
        either: ({ stepSpan }) => stepSpan(perhaps ? "plain" : "guarded").output,
      },
      run: () => 1,
    });
  });

  it("is read with a default", () => {
    steps.step("reader", {
      params: {
        span: ({ stepSpan }) => stepSpan("guarded", { default: null }),
        total: ({ stepSpan }) => stepSpan("guarded", { default: null })?.output.total ?? 0,
        plain: ({ stepSpan }) => stepSpan("plain", { default: null }),
      },
      run: ({ span, total, plain }) => {
        expectTypeOf(span).toEqualTypeOf<SucceededSpan<{ total: number }> | null>();
        expectTypeOf(total).toEqualTypeOf<number>();
        expectTypeOf(plain).toEqualTypeOf<SucceededSpan<{ total: number }> | null>();
      },
    });
  });

  it("is read settled, as a union told apart by status", () => {
    steps.step("reader", {
      when: ({ stepSpan }) => {
        const span = stepSpan("guarded", { settled: true });
        expectTypeOf(span).toEqualTypeOf<SettledSpan<{ total: number }>>();
        if (span.status === "succeeded") expectTypeOf(span.output).toEqualTypeOf<{ total: number }>();
        if (span.status === "failed") expectTypeOf(span.error).toEqualTypeOf<Error>();
        return span.status !== "failed";
      },
      run: () => 1,
    });
  });

  it("is one whose guard may be undefined, or whose tolerance is not known", () => {
    workflow("report")
      .step("maybe", { when: perhaps ? () => true : undefined, run })
      .step("unsure", { continueOnError: perhaps, run })
      .step("reader", {
        params: {
          // @ts-expect-error it may have a guard
          maybe: ({ stepSpan }) => stepSpan("maybe").output,
          // @ts-expect-error its failure may be tolerated
          unsure: ({ stepSpan }) => stepSpan("unsure").output,
        },
        run: () => 1,
      });
  });

  it("is not one without a guard, without a name in skipWith, and without tolerance", () => {
    workflow("report")
      .step("unguarded", { when: undefined, run })
      .step("strict", { continueOnError: false, run })
      .step("alone", { skipWith: [], dependsOn: ["strict"], run })
      .step("reader", {
        params: {
          unguarded: ({ stepSpan }) => stepSpan("unguarded").output,
          strict: ({ stepSpan }) => stepSpan("strict").output,
          alone: ({ stepSpan }) => stepSpan("alone").output,
        },
        run: () => 1,
      });
  });
});

describe("skipWith", () => {
  it("lets the step read what it lists as if it were not guarded", () => {
    steps.step("reader", {
      skipWith: ["guarded"],
      when: ({ stepSpan }) => stepSpan("guarded").output.total > 0,
      params: {
        guarded: ({ stepSpan }) => stepSpan("guarded").output.total,
        // @ts-expect-error skipWith does not list it
        tolerated: ({ stepSpan }) => stepSpan("tolerated").output,
      },
      run: ({ guarded }) => expectTypeOf(guarded).toEqualTypeOf<number>(),
    });
  });

  it("may stand after the lambdas", () => {
    steps.step("reader", {
      params: { total: ({ stepSpan }) => stepSpan("guarded").output.total },
      run: ({ total }) => expectTypeOf(total).toEqualTypeOf<number>(),
      skipWith: ["guarded"],
    });
  });

  it("takes names of earlier steps only", () => {
    // @ts-expect-error there is no step "gaurded"
    steps.step("reader", { skipWith: ["gaurded"], run });
  });
});

describe("dependsOn", () => {
  it("takes names of earlier steps only", () => {
    steps.step("reader", { dependsOn: ["plain", "guarded"], run });
    // @ts-expect-error there is no step "gaurded"
    steps.step("reader", { dependsOn: ["gaurded"], run });
  });
});

describe("always", () => {
  it("counts every step as guarded", () => {
    steps.step("finaliser", {
      always: true,
      params: {
        total: ({ stepSpan }) => stepSpan("plain", { default: null })?.output.total,
        // @ts-expect-error it may not have run
        plain: ({ stepSpan }) => stepSpan("plain").output,
      },
      run: ({ total }) => expectTypeOf(total).toEqualTypeOf<number | undefined>(),
    });
  });

  it("excludes skipWith", () => {
    steps.step("finaliser", {
      // @ts-expect-error always excludes skipWith
      always: true,
      skipWith: ["guarded"],
      run,
    });
  });

  it("does not make the step guarded", () => {
    steps
      .step("finaliser", { always: true, dependsOn: ["plain"], run })
      .step("reader", { params: { total: ({ stepSpan }) => stepSpan("finaliser").output.total }, run: () => 1 });
  });
});

describe("when", () => {
  it("must return a boolean at once", () => {
    // @ts-expect-error a text is no decision
    steps.step("reader", { when: () => "yes", run });
    // @ts-expect-error a promise is no decision
    steps.step("reader", { when: async () => true, run });
    // @ts-expect-error a guard is a function
    steps.step("reader", { when: true, run });
  });
});
