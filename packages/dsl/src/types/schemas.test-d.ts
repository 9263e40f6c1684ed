import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { type DefinedStep, defineStep } from "../define-step.ts";
import { workflow } from "../workflow.ts";

const dated = z.object({ at: z.string().transform((text) => new Date(text)) });
const base = workflow("report", { input: z.object({ day: z.string() }) });

describe("an input schema of a step", () => {
  it("takes its input from the lambdas and gives its output to run", () => {
    base.step("parse", {
      input: dated,
      params: { at: ({ input }) => input.day },
      run: ({ at }) => expectTypeOf(at).toEqualTypeOf<Date>(),
    });
    base.step("parse", {
      params: { at: ({ input }) => input.day },
      run: ({ at }) => expectTypeOf(at).toEqualTypeOf<Date>(),
      input: dated,
    });
  });

  it("refuses lambdas that give something else, missing and unknown parameters", () => {
    base.step("parse", {
      input: dated,
      params: {
        // @ts-expect-error a number is no string
        at: ({ input }) => input.day.length,
      },
      run: ({ at }) => at,
    });
    // @ts-expect-error params is missing
    base.step("parse", { input: dated, run: ({ at }) => at });
    base.step("parse", {
      input: dated,
      params: {
        at: "2026-11-20",
        // @ts-expect-error there is no such parameter
        on: "2026-11-20",
      },
      run: ({ at }) => at,
    });
  });

  it("lets parameters with a default be left out", () => {
    base.step("parse", {
      input: z.object({ size: z.number().default(5), day: z.string() }),
      params: { day: ({ input }) => input.day },
      run: (params) => expectTypeOf(params).toEqualTypeOf<{ size: number; day: string }>(),
    });
    base.step("parse", {
      input: z.object({ size: z.number().default(5) }),
      run: ({ size }) => expectTypeOf(size).toEqualTypeOf<number>(),
    });
  });

  it("may change the names of the parameters", () => {
    base.step("parse", {
      input: z.object({ day: z.string() }).transform(({ day }) => ({ parsed: new Date(day) })),
      params: { day: ({ input }) => input.day },
      run: ({ parsed }) => expectTypeOf(parsed).toEqualTypeOf<Date>(),
    });
  });

  it("refuses a function that takes something else", () => {
    base.step("parse", {
      // @ts-expect-error the schema makes a Date of it
      input: dated,
      params: { at: "2026-11-20" },
      run: ({ at }: { at: string }) => at,
    });
  });
});

describe("an output schema of a step", () => {
  it("takes its input from run and gives its output to readers", () => {
    base
      .step("parse", { output: dated, run: () => ({ at: "2026-11-20" }) })
      .step("later", { output: dated, run: async () => ({ at: "2026-11-20" }) })
      .step("reader", {
        params: {
          parsed: ({ stepSpan }) => stepSpan("parse").output,
          later: ({ stepSpan }) => stepSpan("later").output,
        },
        run: ({ parsed, later }) => {
          expectTypeOf(parsed).toEqualTypeOf<{ at: Date }>();
          expectTypeOf(later).toEqualTypeOf<{ at: Date }>();
        },
      });
  });

  it("refuses a function that returns something else", () => {
    base.step("parse", {
      output: dated,
      // @ts-expect-error a number is no string
      run: () => ({ at: 5 }),
    });
    base.step("parse", {
      output: dated,
      // @ts-expect-error a number is no string
      run: async () => ({ at: 5 }),
    });
  });
});

describe("schemas of zod mini", () => {
  it("serve as well", () => {
    base.step("parse", {
      input: mini.object({ day: mini.string() }),
      params: { day: ({ input }) => input.day },
      run: ({ day }) => expectTypeOf(day).toEqualTypeOf<string>(),
    });
  });
});

describe("defineStep", () => {
  const load = defineStep({ run: async (params: { day: string; limit?: number }) => [params.day] });
  const parse = defineStep({
    input: dated,
    output: z.object({ year: z.number().transform(String) }),
    run: ({ at }) => ({ year: at.getFullYear() }),
  });

  it("knows what is written as its parameters and what is read from it", () => {
    expectTypeOf(load).toEqualTypeOf<DefinedStep<{ day: string; limit?: number }, string[]>>();
    expectTypeOf(parse).toEqualTypeOf<DefinedStep<{ at: string }, { year: string }>>();
  });

  it("is the run of a step", () => {
    base
      .step("load", { params: { day: ({ input }) => input.day }, run: load })
      .step("parse", { params: { at: ({ stepSpan }) => stepSpan("load").output[0] ?? "" }, run: parse })
      .step("reader", {
        params: { year: ({ stepSpan }) => stepSpan("parse").output.year },
        run: ({ year }) => expectTypeOf(year).toEqualTypeOf<string>(),
      });
  });

  it("refuses wrong, missing and unknown parameters", () => {
    base.step("load", {
      params: {
        // @ts-expect-error a number is no string
        day: ({ input }) => input.day.length,
      },
      run: load,
    });
    // @ts-expect-error params is missing
    base.step("load", { run: load });
    base.step("load", {
      params: {
        day: "2026-11-20",
        // @ts-expect-error there is no such parameter
        dya: "2026-11-20",
      },
      run: load,
    });
  });

  it("refuses options that it does not have", () => {
    // @ts-expect-error a guard belongs to a step of a workflow
    defineStep({ run: () => 1, when: () => true });
  });
});
