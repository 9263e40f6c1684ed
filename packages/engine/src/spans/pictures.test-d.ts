import { describe, expectTypeOf, it } from "vitest";
import type { ChromeTrace, ChromeTraceEvent } from "./chrome-trace.ts";
import type { Run } from "./run.ts";
import type { Span } from "./span.ts";
import type { SpanStretch } from "./span-stretch.ts";

declare const run: Run<string, { readonly fetch: number }>;
declare const span: Span;

describe("a run", () => {
  it("is drawn in one of two views", () => {
    expectTypeOf(run.toSvg({ view: "graph" })).toEqualTypeOf<string>();
    expectTypeOf(run.toSvg).parameter(0).toEqualTypeOf<{ readonly view: "graph" | "waterfall" }>();
    // @ts-expect-error there is no such view
    run.toSvg({ view: "gantt" });
    // @ts-expect-error a view has to be said
    run.toSvg();
  });

  it("is written down as a trace of three kinds of entries", () => {
    expectTypeOf(run.toChromeTrace()).toEqualTypeOf<ChromeTrace>();
    expectTypeOf<ChromeTraceEvent["ph"]>().toEqualTypeOf<"X" | "s" | "f" | "M">();
  });
});

describe("a span", () => {
  it("says when it did not run, and cannot be told otherwise", () => {
    expectTypeOf(span.stretches).toEqualTypeOf<readonly SpanStretch[]>();
    // @ts-expect-error it is read
    span.stretches = [];
  });
});
