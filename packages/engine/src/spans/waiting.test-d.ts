import { describe, expectTypeOf, it } from "vitest";
import type { CriticalLink, LinkReason } from "./critical-link.ts";
import type { Run } from "./run.ts";
import type { RunSpan, Span, WaitedTimes } from "./span.ts";

declare const run: Run;
declare const span: Span;
declare const rootSpan: RunSpan;

describe("what a span says of its waiting", () => {
  it("is three numbers, whatever its status", () => {
    expectTypeOf(span.waited).toEqualTypeOf<WaitedTimes>();
    expectTypeOf(rootSpan.waited).toEqualTypeOf<{
      readonly dependencies: number;
      readonly slot: number;
      readonly retry: number;
    }>();
    if (span.status === "skipped") expectTypeOf(span.waited.slot).toEqualTypeOf<number>();
  });

  it("cannot be written", () => {
    // @ts-expect-error a span is read
    span.waited.slot = 1;
    // @ts-expect-error events are waited for too, but `waits` has those
    span.waited.event;
  });
});

describe("the critical path", () => {
  it("is a list of links, each with one of six reasons", () => {
    expectTypeOf(run.criticalPath).toEqualTypeOf<readonly CriticalLink[]>();
    expectTypeOf<LinkReason>().toEqualTypeOf<"start" | "dependency" | "item" | "event" | "slot" | "retry">();
    expectTypeOf<CriticalLink["because"]>().toEqualTypeOf<LinkReason>();
  });

  it("cannot be written", () => {
    // @ts-expect-error it is a list to read
    run.criticalPath.push();
    // @ts-expect-error so are its links
    run.criticalPath[0]!.path = "";
  });
});
