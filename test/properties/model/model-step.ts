import type { StepCase } from "../cases/workflow-case.ts";
import type { Root } from "./settling-rules.ts";
import { upFrontOf } from "./settling-rules.ts";
import type { Cancellation, Verdict } from "./verdict.ts";

/** What the model remembers of one step. */
export interface ModelStep {
  readonly definition: StepCase;
  readonly upFront: ReadonlySet<string>;
  phase: "waiting" | "queued" | "open" | "backoff" | "settled";
  verdict: Verdict | null;
  settledAt: number;
  /** Of its loss, if it is lost. */
  root: Root | null;
  params: readonly number[];
  /** What its lambdas read; null if the engine does not keep that. */
  reads: readonly string[] | null;
  attempts: number;
  openedAt: number;
  retryAt: number;
  /** Why and when its open attempt was told to stop. */
  aborted: { readonly because: Cancellation; readonly at: number } | null;
  /** For the guard (null) and each parameter how often it was suspended. */
  readonly suspensions: Map<string | null, number>;
  /** What its last evaluation missed. */
  waitsFor: ReadonlySet<string>;
}

export function createModelStep(definition: StepCase): ModelStep {
  return {
    definition,
    upFront: upFrontOf(definition),
    phase: "waiting",
    verdict: null,
    settledAt: 0,
    root: null,
    params: [],
    reads: null,
    attempts: 0,
    openedAt: 0,
    retryAt: 0,
    aborted: null,
    suspensions: new Map(),
    waitsFor: new Set(),
  };
}
