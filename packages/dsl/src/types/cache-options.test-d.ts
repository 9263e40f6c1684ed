import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { defineStep } from "../define-step.ts";
import { workflow } from "../workflow.ts";

const base = workflow("report", { input: z.object({ day: z.string() }) });
const priceOf = ({ day, rate = 1 }: { day: string; rate?: number }) => day.length * rate;

describe("the option cache", () => {
  it("is true, false or an object", () => {
    base.step("s", { run: () => 1, cache: true });
    base.step("s", { run: () => 1, cache: false });
    base.step("s", { run: () => 1, cache: {} });
    base.step("s", { run: () => 1, cache: { ttl: "1h", version: "2", key: undefined } });
    // @ts-expect-error a time to live is an option of it
    base.step("s", { run: () => 1, cache: "1h" });
    // @ts-expect-error "1 hour" is no duration
    base.step("s", { run: () => 1, cache: { ttl: "1 hour" } });
    // @ts-expect-error a version is a text
    base.step("s", { run: () => 1, cache: { version: 2 } });
    // @ts-expect-error the option is ttl
    base.step("s", { run: () => 1, cache: { timeToLive: 5 } });
  });

  it("gives the key what run gets", () => {
    base.step("s", {
      params: { day: ({ input }) => input.day },
      run: priceOf,
      cache: {
        key: ({ params }) => {
          expectTypeOf(params).toEqualTypeOf<{ day: string; rate?: number }>();
          return [params.day, params.rate];
        },
      },
    });
    base.step("s", {
      params: { day: ({ input }) => input.day },
      cache: { key: ({ params }) => params.day },
      run: ({ day }) => {
        expectTypeOf(day).toEqualTypeOf<string>();
        return day;
      },
    });
    base.step("s", {
      params: { day: ({ input }) => input.day },
      run: defineStep({ run: priceOf }),
      cache: { key: ({ params }) => params.day },
    });
  });

  it("gives the key what a schema made of the parameters", () => {
    base.step("s", {
      params: { day: ({ input }) => input.day },
      input: z.object({ day: z.string().transform((text) => new Date(text)) }),
      run: ({ day }) => day.getTime(),
      cache: {
        key: ({ params }) => {
          expectTypeOf(params).toEqualTypeOf<{ day: Date }>();
          return [params.day];
        },
      },
    });
  });

  it("refuses a key that is neither a text nor a list", () => {
    // @ts-expect-error a key is a text or a list
    base.step("s", { params: { day: "a" }, run: priceOf, cache: { key: ({ params }) => params.day.length } });
    // @ts-expect-error a key is made at once
    base.step("s", { params: { day: "a" }, run: priceOf, cache: { key: async () => "a" } });
    // @ts-expect-error the parameter is day
    base.step("s", { params: { day: "a" }, run: priceOf, cache: { key: ({ params }) => params.night } });
  });

  it("changes nothing about what is read from the step", () => {
    const built = base.step("s", { params: { day: "a" }, run: priceOf, cache: true });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("s").output).toEqualTypeOf<number>();
      return null;
    });
  });

  it("is one of maps and loops too", () => {
    base.map("s", {
      over: ["a"],
      params: { day: ({ item }) => item },
      run: priceOf,
      cache: {
        key: ({ params }) => {
          expectTypeOf(params.day).toEqualTypeOf<string>();
          return params.day;
        },
      },
    });
    base.loop("s", {
      params: { day: ({ iteration }) => `${iteration}` },
      run: priceOf,
      until: ({ output }) => output > 5,
      maxIterations: 3,
      cache: { key: ({ params }) => params.day, ttl: 500 },
    });
  });

  it("is none of other kinds of step", () => {
    // @ts-expect-error its steps have caches
    base.subflow("s", { workflow: workflow("child").step("a", { run: () => 1 }), cache: true });
    // @ts-expect-error an event is worked on each time
    base.on("s", { event: defineEvent("paid"), run: () => 1, cache: true });
    // @ts-expect-error an event comes anew each time
    base.wait("s", { event: defineEvent("paid"), cache: true });
    // @ts-expect-error time passes anew each time
    base.sleep("s", 5, { cache: true });
  });
});
