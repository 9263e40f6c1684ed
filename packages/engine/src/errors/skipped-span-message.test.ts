import { describe, expect, it } from "vitest";
import type { SettledSpan } from "../spans/span.ts";
import { placeIn, skippedSpanMessage } from "./skipped-span-message.ts";
import { StepError, StepTimeoutError } from "./step-errors.ts";

type Settlement = Pick<SettledSpan, "status" | "skipped" | "cancelled" | "error">;

function spanOf(settlement: Partial<Settlement>): SettledSpan {
  return { name: "price", skipped: null, cancelled: null, error: null, ...settlement } as SettledSpan; // all that is read
}

const guarded = spanOf({ status: "skipped", skipped: { kind: "guard" } });
const wayOut = 'Read it as stepSpan("price", { default: null }).';

describe("the message about a span without an output", () => {
  it("is the one of the contract", () => {
    expect(skippedSpanMessage(guarded, { step: "merge", parameter: "prices" })).toBe(
      'Step "merge" reads the output of "price" in parameter "prices", but "price" was skipped because its guard returned false. Read it as stepSpan("price", { default: null }).',
    );
  });

  it.each([
    [{ step: "merge", parameter: "prices" }, 'Step "merge" reads the output of "price" in parameter "prices", but'],
    [{ step: "merge", parameter: null }, 'Step "merge" reads the output of "price" in its guard, but'],
    [{ step: "merge" }, 'Step "merge" reads the output of "price", but'],
    [{ step: null, parameter: null }, 'The returns lambda reads the output of "price", but'],
    [{ step: null }, 'The returns lambda reads the output of "price", but'],
  ])("names who reads, and where: %j", (reader, beginning) => {
    expect(skippedSpanMessage(guarded, reader)).toBe(
      `${beginning} "price" was skipped because its guard returned false. ${wayOut}`,
    );
  });

  it.each<[Partial<Settlement>, string]>([
    [{ status: "skipped", skipped: { kind: "guard" } }, "was skipped because its guard returned false."],
    [{ status: "skipped", skipped: { kind: "skipWith", step: "fetch" } }, 'was skipped because "fetch" was skipped.'],
    [
      { status: "skipped", skipped: { kind: "upstream", step: "fetch" } },
      'was skipped because "fetch" did not succeed.',
    ],
    [{ status: "cancelled", cancelled: { kind: "cancel", reason: "late" } }, "was cancelled (cancel)."],
    [{ status: "cancelled", cancelled: { kind: "failFast", step: "fetch" } }, "was cancelled (failFast)."],
    [{ status: "cancelled", cancelled: { kind: "timeout" } }, "was cancelled (timeout)."],
    [{ status: "cancelled", cancelled: { kind: "stalled" } }, "was cancelled (stalled)."],
    [
      { status: "failed", error: new StepError({ step: "price", attempt: 1, cause: new Error("boom"), input: {} }) },
      'failed: StepError: Step "price" failed on attempt 1: Error: boom.',
    ],
    [
      { status: "failed", error: new StepTimeoutError({ step: "price", attempt: 1, input: {} }, 50) },
      'failed: StepTimeoutError: Step "price" did not settle within its timeout of 50 ms (attempt 1). Raise the timeout, or end the work when context.signal is aborted.',
    ],
  ])("says why there is none: %j", (settlement, reason) => {
    expect(skippedSpanMessage(spanOf(settlement), { step: "merge" })).toBe(
      `Step "merge" reads the output of "price", but "price" ${reason} ${wayOut}`,
    );
  });

  it("quotes names so that the way out can be copied", () => {
    const span = { ...guarded, name: 'say "x"' } as SettledSpan;
    expect(skippedSpanMessage(span, { step: "merge" })).toMatch(
      /Read it as stepSpan\("say \\"x\\"", \{ default: null \}\)\.$/,
    );
  });
});

describe("placeIn", () => {
  it("says in which lambda of a step something is read", () => {
    expect(placeIn({ step: "merge", parameter: "prices" })).toBe(' in parameter "prices"');
    expect(placeIn({ step: "merge", parameter: null })).toBe(" in its guard");
    expect(placeIn({ step: "merge" })).toBe("");
    expect(placeIn({ step: null, parameter: "prices" })).toBe("");
  });
});
