import type { ReadMode } from "../context/lambda-scope.ts";
import type { Certainty } from "../spans/certainty.ts";
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
  /**
   * What leads to it, in the order written. Left out where `usualEdges` tells the same from its parts, and in outlines
   * of releases that did not write it. For those who look at a run: no part of the fingerprint, and never compared.
   */
  readonly edges?: readonly EdgeOutline[];
}

/**
 * An edge to a step: the name of the part that makes it and the step that it comes from; of one that a lambda makes how
 * the step is read, and the properties that are read below its span.
 */
export type EdgeOutline =
  | readonly [part: string, from: string]
  | readonly [part: string, from: string, certainty: Certainty, mode: ReadMode, ...path: string[]];

/**
 * One thing that was written and is not the default: its name (that of a parameter `users` is `params.users`), its text,
 * and the steps that it names or reads. The text of a lambda is a hash of its source without white space, comments and
 * trailing commas; that of a constant is a hash too; that of an option can be read.
 */
export type PartOutline = readonly [name: string, text: string, ...reads: string[]];
