import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { createEngine, type ReadSpan, type Run, SkippedSpanError, stepSpan } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { allOutcomes, fails, type Mode, nameRead } from "../support/all-outcomes.ts";
import { ended } from "../support/trial.ts";

/** What a read comes to: what it gives, or what becomes of the step that makes it. */
type Outcome = "the span" | "null" | "SkippedSpanError" | "the reader is skipped";

const table: Readonly<Record<string, Readonly<Record<Mode, Outcome>>>> = {
  succeeded: { plain: "the span", default: "the span", settled: "the span" },
  skippedByGuard: { plain: "SkippedSpanError", default: "null", settled: "the span" },
  skippedWith: { plain: "SkippedSpanError", default: "null", settled: "the span" },
  failedTolerated: { plain: "SkippedSpanError", default: "null", settled: "the span" },
  failed: { plain: "the reader is skipped", default: "the reader is skipped", settled: "the span" },
  skippedUpstream: { plain: "the reader is skipped", default: "the reader is skipped", settled: "the span" },
};
const cases = Object.entries(table).flatMap(([target, row]) =>
  (Object.keys(row) as Mode[]).map((mode) => ({ target, mode, outcome: row[mode] })),
);

async function runOf(target: AnyWorkflow): Promise<Run> {
  return ended(createEngine().run(target));
}

/** What came of a step whose output or parameter is the name that it read. */
function outcomeOf(run: Run, reader: string, target: string): Outcome {
  const span = run.span(reader);
  if (span.status === "skipped" && span.skipped.kind === "upstream") return "the reader is skipped";
  if (span.error?.cause instanceof SkippedSpanError) return "SkippedSpanError";
  if (span.output === target) return "the span";
  if (span.output === "null") return "null";
  throw new Error(`The reader came to something else: ${span.status}, ${String(span.error)}`);
}

describe("reading a span", () => {
  it.each(cases)("in a parameter: $target, $mode → $outcome", async ({ target, mode, outcome }) => {
    const run = await runOf(
      allOutcomes().step("reader", {
        params: { found: ({ stepSpan }) => nameRead(stepSpan, target, mode) },
        run: ({ found }) => found,
      }),
    );
    expect(outcomeOf(run, "reader", target)).toBe(outcome);
  });

  it.each(cases)("in a guard: $target, $mode → $outcome", async ({ target, mode, outcome }) => {
    const found: string[] = [];
    const run = await runOf(
      allOutcomes().step("reader", {
        when: ({ stepSpan }) => {
          found[0] = nameRead(stepSpan, target, mode);
          return true;
        },
        run: () => found[0],
      }),
    );
    expect(outcomeOf(run, "reader", target)).toBe(outcome);
  });

  it.each(cases)(
    "in an always step a lost one is as a skipped one: $target, $mode",
    async ({ target, mode, outcome }) => {
      const asSkipped = { plain: "SkippedSpanError", default: "null", settled: "the span" } as const;
      const run = await runOf(
        allOutcomes()
          .step("reader", {
            always: true,
            params: { found: ({ stepSpan }) => nameRead(stepSpan, target, mode) },
            run: ({ found }) => found,
          })
          .step("guarded", {
            always: true,
            when: ({ stepSpan }) => nameRead(stepSpan, target, mode) !== "",
            run: () => nameRead(stepSpan, target, mode),
          }),
      );
      const expected = outcome === "the reader is skipped" ? asSkipped[mode] : outcome;
      expect(outcomeOf(run, "reader", target)).toBe(expected);
      expect(outcomeOf(run, "guarded", target)).toBe(expected);
    },
  );

  it.each(cases)("in a run body: $target, $mode", async ({ target, mode, outcome }) => {
    // Only a read of settled spans lets a step run whose dependency is lost; its body has to be as careful.
    const inBody = { plain: "SkippedSpanError", default: "null", settled: "the span" } as const;
    const run = await runOf(
      allOutcomes().step("reader", {
        when: ({ stepSpan }) => nameRead(stepSpan, target, "settled") === target,
        run: () => nameRead(stepSpan, target, mode),
      }),
    );
    expect(outcomeOf(run, "reader", target)).toBe(outcome === "the reader is skipped" ? inBody[mode] : outcome);
  });

  it.each(cases.filter(({ outcome }) => outcome !== "the reader is skipped"))(
    "in returns: $target, $mode → $outcome",
    async ({ target, mode, outcome }) => {
      const succeeding: AnyWorkflow = workflow("reads")
        .step("succeeded", { run: () => "a value" })
        .step("skippedByGuard", { when: () => false, run: () => 1 })
        .step("skippedWith", { skipWith: ["skippedByGuard"], run: () => 1 })
        .step("failedTolerated", { continueOnError: true, run: fails })
        .step("failed", { when: () => false, run: fails })
        .step("skippedUpstream", { when: () => false, run: fails });
      const run = await runOf(succeeding.returns(({ stepSpan }) => nameRead(stepSpan, target, mode)));
      if (outcome === "SkippedSpanError") expect(run.errors[0]).toBeInstanceOf(SkippedSpanError);
      else expect(run.output).toBe(outcome === "the span" ? target : "null");
    },
  );

  it("in returns does not happen in a run that failed: it has no output", async () => {
    let evaluations = 0;
    const run = await runOf(
      allOutcomes().returns(() => {
        evaluations++;
        return "an output";
      }),
    );
    const traced = 1;
    expect(run.output).toBe(null);
    expect(evaluations).toBe(traced);
  });

  it("gives with settled a union that is told apart by its status", async () => {
    const run = await runOf(
      allOutcomes().step("reader", {
        params: {
          facts: ({ stepSpan }) =>
            Object.keys(table).map((name) => {
              const { status, output, error, skipped } = stepSpan(name, { settled: true });
              return { status, output, message: error?.message ?? null, skipped };
            }),
        },
        run: ({ facts }) => facts,
      }),
    );
    const nothing = { output: undefined, message: null };
    expect(run.span("reader").output).toEqual([
      { status: "succeeded", output: "a value", message: null, skipped: null },
      { status: "skipped", ...nothing, skipped: { kind: "guard" } },
      { status: "skipped", ...nothing, skipped: { kind: "skipWith", step: "skippedByGuard" } },
      {
        status: "failed",
        output: undefined,
        message: 'Step "failedTolerated" failed on attempt 1: Error: it is broken.',
        skipped: null,
      },
      {
        status: "failed",
        output: undefined,
        message: 'Step "failed" failed on attempt 1: Error: it is broken.',
        skipped: null,
      },
      { status: "skipped", ...nothing, skipped: { kind: "upstream", step: "failed" } },
    ]);
  });
});

describe("stepSpan", () => {
  it.each([[{}], [{ default: 0 }], [{ settled: false }], [{ default: null, settled: true }], [{ fallback: null }]])(
    "takes no other options: %o",
    async (options) => {
      const run = await runOf(
        allOutcomes().step("reader", {
          params: {
            found: ({ stepSpan }: { stepSpan: ReadSpan }) => stepSpan("succeeded", options as { settled: true }).name,
          },
          run: () => 1,
        }),
      ).catch((error: Error) => error);
      const message =
        run instanceof Error ? run.message : ((run.span("reader").error?.cause as Error | undefined)?.message ?? "");
      expect(message).toContain(
        "stepSpan takes { default: null } or { settled: true } as options. For another default write stepSpan(name, { default: null })?.output ?? fallback.",
      );
    },
  );
});
