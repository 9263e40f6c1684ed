import { type AnyWorkflow, workflow } from "@stepspan/dsl";

/** The ways to ask for a span. */
export const modes = {
  plain: undefined,
  default: { default: null },
  settled: { settled: true },
} as const;

export type Mode = keyof typeof modes;

/** A workflow with a step of every outcome that a step can have, each named after it. */
export function allOutcomes(): AnyWorkflow {
  return workflow("reads", { failFast: false })
    .step("succeeded", { run: () => "a value" })
    .step("skippedByGuard", { when: () => false, run: () => 1 })
    .step("skippedWith", { skipWith: ["skippedByGuard"], run: () => 1 })
    .step("failedTolerated", { continueOnError: true, run: fails })
    .step("failed", { run: fails })
    .step("skippedUpstream", { dependsOn: ["failed"], run: () => 1 });
}

/** A `run` function of a step that fails. */
export function fails(): never {
  throw new Error("it is broken");
}

/** The name of the span that a `stepSpan` gives, or "null". The types of `stepSpan` forbid some of the reads. */
export function nameRead(read: unknown, target: string, mode: Mode): string {
  const span = (read as (name: string, options?: object) => { readonly name: string } | null)(target, modes[mode]);
  return span === null ? "null" : span.name;
}
