import { checkKeys } from "../borders/check-options.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { RerunChoice } from "./rerun-choice.ts";
import type { Runnable } from "./runnable.ts";
import type { StartOptions } from "./start-options.ts";

/** Which steps of a run run again, in a new run with the same input; what came of the others is used again. */
export type RerunOptions = Omit<StartOptions, "live"> & {
  /** Default: that of its name among the engine's `workflows`. */
  readonly workflow?: Runnable;
} & (
    | {
        /** This step, and all that depend on it. */
        readonly from: string;
      }
    | {
        /** The steps that failed, were cancelled or skipped because of them, and all that depend on those. */
        readonly failedOnly: true;
      }
  );

const known = [
  ...["from", "failedOnly", "workflow", "runId", "metadata", "signal"],
  ...["concurrency", "schedule", "timeout", "resources"],
];

/** What a rerun is asked for. */
interface AskedRerun {
  readonly choice: RerunChoice;
  readonly workflow: Runnable | undefined;
  /** Those of the new run. */
  readonly options: StartOptions;
}

/** @throws DefinitionError for unknown options, and unless exactly one of `from` and `failedOnly` is given */
export function readRerunOptions(given: RerunOptions): AskedRerun {
  checkKeys(given, known, "engine.rerun");
  const { from, failedOnly, workflow, ...options } = given as Partial<Record<"from" | "failedOnly", unknown>> &
    Omit<RerunOptions, "from" | "failedOnly">; // either of them may be there
  return { choice: choiceOf(from, failedOnly), workflow, options };
}

function choiceOf(from: unknown, failedOnly: unknown): RerunChoice {
  if (from === undefined && failedOnly === undefined) {
    throw new DefinitionError(
      'engine.rerun got neither from nor failedOnly. Say what is to run again: { from: "step" } or { failedOnly: true }.',
    );
  }
  if (from !== undefined && failedOnly !== undefined) {
    throw new DefinitionError("engine.rerun got both from and failedOnly. Give one of them.");
  }
  if (failedOnly === true) return { kind: "failed" };
  if (failedOnly !== undefined) {
    throw new DefinitionError(
      `engine.rerun got ${describeThrown(failedOnly)} as failedOnly. Give true, or a step: { from: "step" }.`,
    );
  }
  if (typeof from === "string") return { kind: "from", step: from };
  throw new DefinitionError(`engine.rerun got ${describeThrown(from)} as from. Give the name of a step.`);
}
