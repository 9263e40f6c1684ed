import type { StepForm } from "./definition.ts";

/**
 * What a definition is made of, in short: written down when a run starts, so that a later definition can be compared
 * with it. The bodies of steps (`run`, `collect`) and schemas are no part of it: they may be mended while runs are open.
 * Nor are the values that lambdas close over.
 */
export interface PlanOutline {
  /** The fingerprint of the workflow that runs. */
  readonly root: string;
  /** That workflow and its sub-workflows, by their fingerprints. */
  readonly workflows: Readonly<Record<string, WorkflowOutline>>;
}

/** One workflow, without its sub-workflows. */
export interface WorkflowOutline {
  readonly name: string;
  readonly version: string | null;
  readonly parts: readonly PartOutline[];
  readonly steps: readonly StepOutline[];
}

export interface StepOutline {
  readonly name: string;
  readonly kind: StepForm["kind"];
  /** In the order of their names. */
  readonly parts: readonly PartOutline[];
  /** The fingerprint of its sub-workflow; null if its body is none. */
  readonly workflow: string | null;
}

/**
 * One thing that was written and is not the default: its name (that of a parameter `users` is `params.users`), its text,
 * and the steps that it names or reads. The text of a lambda is a hash of its source without white space, comments and
 * trailing commas; that of a constant is a hash too; that of an option can be read.
 */
export type PartOutline = readonly [name: string, text: string, ...reads: string[]];
