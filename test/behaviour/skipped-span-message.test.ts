import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { createEngine, type ReadSpan, type Run, RunError, stepSpan } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { allOutcomes, nameRead } from "../support/all-outcomes.ts";
import { causeOf, ended } from "../support/trial.ts";

async function runOf(target: AnyWorkflow): Promise<Run> {
  return ended(createEngine().run(target));
}

describe("the message of a SkippedSpanError", () => {
  const remedy = (name: string) => `Read it as stepSpan("${name}", { default: null }).`;
  it.each([
    ["skippedByGuard", "was skipped because its guard returned false."],
    ["skippedWith", 'was skipped because "skippedByGuard" was skipped.'],
    ["failedTolerated", 'failed: StepError: Step "failedTolerated" failed on attempt 1: Error: it is broken.'],
    ["failed", 'failed: StepError: Step "failed" failed on attempt 1: Error: it is broken.'],
    ["skippedUpstream", 'was skipped because "failed" did not succeed.'],
  ])("names both steps, the place and the way out: %s", async (target, why) => {
    const run = await runOf(
      allOutcomes()
        .step("inParameter", {
          always: true,
          params: { found: ({ stepSpan }) => nameRead(stepSpan, target, "plain") },
          run: () => 1,
        })
        .step("inGuard", {
          always: true,
          when: ({ stepSpan }) => nameRead(stepSpan, target, "plain") === "",
          run: () => 1,
        })
        .step("inBody", { always: true, dependsOn: [target], run: () => nameRead(stepSpan, target, "plain") }),
    );
    const messageOf = (name: string) => causeOf(run, name).message;
    const reads = (reader: string, place: string) =>
      `Step "${reader}" reads the output of "${target}"${place}, but "${target}" ${why} ${remedy(target)}`;
    expect(messageOf("inParameter")).toBe(reads("inParameter", ' in parameter "found"'));
    expect(messageOf("inGuard")).toBe(reads("inGuard", " in its guard"));
    expect(messageOf("inBody")).toBe(reads("inBody", ""));
  });

  it("says so of a cancelled step, and of what the workflow returns", async () => {
    const engine = createEngine();
    const handle = engine.start(
      workflow("reads")
        .step("stuck", { run: () => new Promise<string>(() => undefined) })
        .step("finally", {
          always: true,
          params: { found: ({ stepSpan }) => nameRead(stepSpan, "stuck", "plain") },
          run: () => 1,
        }),
    );
    handle.cancel();
    const error = await handle.result.catch((thrown: RunError) => thrown);
    expect(error).toBeInstanceOf(RunError);
    expect(causeOf((error as RunError).run, "finally").message).toBe(
      'Step "finally" reads the output of "stuck" in parameter "found", but "stuck" was cancelled (cancel). Read it as stepSpan("stuck", { default: null }).',
    );
    const returning: AnyWorkflow = workflow("reads").step("unwanted", { when: () => false, run: () => 1 });
    const run = await runOf(returning.returns(({ stepSpan }: { stepSpan: ReadSpan }) => stepSpan("unwanted").output));
    expect(run.errors[0]?.message).toBe(
      'The returns lambda reads the output of "unwanted", but "unwanted" was skipped because its guard returned false. Read it as stepSpan("unwanted", { default: null }).',
    );
  });
});
