import type { ClassRegistry, Plan } from "@stepspan/engine";
import type { GivenResources, Redaction } from "@stepspan/engine/hosting";
import type { Wires } from "../protocol/wires.ts";

/** A workflow whose runs this process conducts; times in milliseconds. */
export interface ServedWorkflow {
  readonly plan: Plan;
  readonly wires: Wires;
  readonly classes: ClassRegistry | null;
  readonly redaction: Redaction;
  readonly gracePeriodMs: number;
  /** How many attempts of one run may be open at once. */
  readonly concurrency: number;
  /** By their names; their values are with the workers. */
  readonly resources: GivenResources;
  /** How long Restate keeps a run that is over. */
  readonly retentionMs: number;
}
