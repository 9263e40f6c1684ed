import type { ItemOutcome, StepContext, SucceededSpan } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { defineStep } from "../define-step.ts";
import { workflow } from "../workflow.ts";
import type { AnyWorkflow } from "./workflow.ts";

interface Page {
  readonly url: string;
  readonly size: number;
}

declare const perhaps: boolean;
declare function load(params: { readonly url: string; readonly limit?: number }, context: StepContext): Promise<Page>;
declare const pages: readonly Page[];

const child = workflow("child", { input: z.object({ url: z.string(), limit: z.number().optional() }) }).step("load", {
  params: { url: ({ input }) => input.url },
  run: load,
});
const base = workflow("crawl", { input: z.object({ urls: z.array(z.string()), limit: z.number() }) });
const listed = base
  .step("list", {
    params: { urls: ({ input }) => input.urls },
    run: ({ urls }) => urls.map((url) => ({ url, size: 1 })),
  })
  .step("guarded", { when: () => perhaps, run: () => pages });

describe("the items of a map", () => {
  it("have the type of what over gives, in lambdas and in run", () => {
    listed.map("sizes", {
      over: ({ stepSpan }) => stepSpan("list").output,
      params: {
        name: ({ item, index, input }) => {
          expectTypeOf(item).toEqualTypeOf<{ url: string; size: number }>();
          expectTypeOf(index).toEqualTypeOf<number>();
          return `${index} ${item.url.toUpperCase()} ${input.limit}`;
        },
        size: ({ item }) => item.size,
        factor: 2,
      },
      run: (params) => {
        expectTypeOf(params).toEqualTypeOf<{ name: string; size: number; factor: number }>();
        return params.size * params.factor;
      },
    });
  });

  it("come from a constant list too", () => {
    base.map("sizes", {
      over: pages,
      params: { url: ({ item }) => item.url },
      run: ({ url }) => expectTypeOf(url).toEqualTypeOf<string>(),
    });
    base.map("sizes", {
      over: [1, 2, 3],
      params: { size: ({ item }) => item },
      run: ({ size }) => expectTypeOf(size).toEqualTypeOf<number>(),
    });
  });

  it("may come of a guarded step with a default", () => {
    listed.map("sizes", {
      over: ({ stepSpan }) => stepSpan("guarded", { default: null })?.output ?? [],
      params: { page: ({ item }) => item },
      run: ({ page }) => expectTypeOf(page).toEqualTypeOf<Page>(),
    });
    listed.map("sizes", {
      // @ts-expect-error it has a guard
      over: ({ stepSpan }) => stepSpan("guarded").output,
      run: () => 1,
    });
  });

  it("come from a list", () => {
    base.map("sizes", {
      // @ts-expect-error a number is no list
      over: ({ input }) => input.limit,
      run: () => 1,
    });
    // @ts-expect-error over is missing
    base.map("sizes", { run: () => 1 });
  });

  it("are known to the lambdas of the parameters only", () => {
    base.map("sizes", {
      // @ts-expect-error the guard is asked once, before there are items
      when: ({ item }) => item !== 1,
      over: [1, 2],
      run: () => 1,
    });
  });
});

describe("the run of a map", () => {
  it("may be a function reference, whose parameters are checked", () => {
    listed.map("loaded", {
      over: ({ stepSpan }) => stepSpan("list").output,
      params: { url: ({ item }) => item.url, limit: ({ input }) => input.limit },
      run: load,
    });
    listed.map("loaded", {
      over: ({ stepSpan }) => stepSpan("list").output,
      params: {
        // @ts-expect-error a number is no text
        url: ({ item }) => item.size,
      },
      run: load,
    });
    listed.map("loaded", {
      over: pages,
      // @ts-expect-error url is missing
      params: {},
      run: load,
    });
    // @ts-expect-error params is missing
    listed.map("loaded", { over: pages, run: load });
  });

  it("may be a step made with defineStep", () => {
    const shared = defineStep({ input: z.object({ url: z.string() }), output: z.string(), run: ({ url }) => url });
    const mapped = base.map("loaded", { over: pages, params: { url: ({ item }) => item.url }, run: shared });
    mapped.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("loaded").output).toEqualTypeOf<readonly string[]>();
    });
  });

  it("may be a workflow, whose input the parameters are", () => {
    base
      .map("loaded", {
        over: pages,
        params: { url: ({ item }) => item.url, limit: 5 },
        run: child,
      })
      .returns(({ stepSpan }) => {
        expectTypeOf(stepSpan("loaded").output).toEqualTypeOf<readonly Page[]>();
      });
    base.map("loaded", {
      over: pages,
      params: {
        // @ts-expect-error a number is no text
        url: ({ item }) => item.size,
      },
      run: child,
    });
    base.map("loaded", {
      over: pages,
      // @ts-expect-error url is missing
      params: { limit: 5 },
      run: child,
    });
    // @ts-expect-error params is missing
    base.map("loaded", { over: pages, run: child });
  });

  it("may be a workflow that takes anything", () => {
    const open = workflow("open").step("one", { run: () => 1 });
    const built = base
      .map("bare", { over: pages, run: open })
      .map("loaded", { over: pages, params: { url: ({ item }) => item.url, more: 5 }, run: open });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("loaded").output).toEqualTypeOf<readonly number[]>();
      expectTypeOf(stepSpan("bare").output).toEqualTypeOf<readonly number[]>();
    });
  });
});

describe("the output of a map", () => {
  it("is the list of what run returns, awaited", () => {
    listed
      .map("loaded", { over: pages, params: { url: ({ item }) => item.url }, run: load })
      .map("inline", { over: pages, params: { page: ({ item }) => item }, run: async ({ page }) => page.size })
      .step("reader", {
        params: {
          loaded: ({ stepSpan }) => stepSpan("loaded").output,
          first: ({ stepSpan }) => stepSpan("inline").output[0],
        },
        run: ({ loaded, first }) => {
          expectTypeOf(loaded).toEqualTypeOf<readonly Page[]>();
          expectTypeOf(first).toEqualTypeOf<number | undefined>();
        },
      });
  });

  it("has outcomes if failures are tolerated, and the step is guarded then", () => {
    const tolerated = base.map("loaded", {
      over: pages,
      params: { url: ({ item }) => item.url },
      run: load,
      continueOnError: true,
    });
    tolerated.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("loaded", { default: null })).toEqualTypeOf<SucceededSpan<
        readonly ItemOutcome<Page>[]
      > | null>();
    });
    // @ts-expect-error its failure is tolerated
    tolerated.returns(({ stepSpan }) => stepSpan("loaded").output);
  });

  it("is what the output schema makes of each", () => {
    base
      .map("dates", {
        over: ["2026-11-20"],
        params: { text: ({ item }) => item },
        run: ({ text }) => text,
        output: z.string().transform((text) => new Date(text)),
      })
      .returns(({ stepSpan }) => {
        expectTypeOf(stepSpan("dates").output).toEqualTypeOf<readonly Date[]>();
      });
  });
});

describe("a map", () => {
  it("has the options of a step", () => {
    listed.map("loaded", {
      over: pages,
      concurrency: 3,
      when: ({ stepSpan }) => stepSpan("guarded").output.length > 0,
      skipWith: ["guarded"],
      dependsOn: ["list"],
      retry: { attempts: 2 },
      timeout: "5s",
      queue: "slow",
      pool: "gpu",
      priority: 1,
      keepInState: ["url"],
      params: { url: ({ item }) => item.url },
      run: load,
    });
    // @ts-expect-error there is no earlier step "lsit"
    listed.map("loaded", { over: pages, dependsOn: ["lsit"], run: () => 1 });
    // @ts-expect-error the name is taken
    listed.map("list", { over: pages, run: () => 1 });
    // @ts-expect-error a concurrency is a number
    listed.map("loaded", { over: pages, concurrency: "3", run: () => 1 });
  });

  it("can be added in a loop", () => {
    let built: AnyWorkflow = listed;
    for (const name of ["a", "b"]) {
      built = built.map(name, {
        over: ({ stepSpan }) => stepSpan("list").output as readonly number[],
        params: { size: ({ item }) => item },
        run: ({ size }) => size + 1,
      });
    }
  });
});

describe("a parameter of a map", () => {
  it("is no promise", () => {
    base.map("sizes", {
      over: ({ input }) => input.urls,
      params: {
        // @ts-expect-error a promise is no value
        size: async ({ item }) => item.length,
      },
      run: ({ size }) => size,
    });
  });
});
