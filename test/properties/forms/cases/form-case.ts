import type { ReadMode } from "@stepspan/engine";

/** A read of an earlier step by a lambda; `unknown`: nothing foretold it, so that the lambda may be suspended. */
export interface ReadCase {
  readonly step: string;
  readonly mode: ReadMode;
  readonly known: "required" | "unknown";
}

/**
 * Kinds of events: `any` may be answered to whoever waits, `mine` to one path, `keyed` to the body whose `where` asks for
 * its key, `picky` to a step whose `where` refuses some, `self` is sent by the body that waits for it; `never` is not sent
 * by anybody, `turn` is what `on` steps take.
 */
export type EventKind = "any" | "mine" | "keyed" | "picky" | "self" | "never" | "turn";

/** What a body does before it writes, in order. */
export type Action =
  /** Goes on when the host says so. */
  | { readonly do: "hand" }
  | { readonly do: "sleep"; readonly ms: number }
  | { readonly do: "wait"; readonly event: "any" | "mine" | "keyed"; readonly timeoutMs: number | null }
  | { readonly do: "wait"; readonly event: "never"; readonly timeoutMs: number }
  /** A wait and a sleep at once. */
  | { readonly do: "both"; readonly event: "any" | "keyed"; readonly ms: number }
  /** A wait that the body answers itself, as soon as it has slept. */
  | { readonly do: "ahead"; readonly ms: number }
  | { readonly do: "send"; readonly event: "any" | "turn" }
  | { readonly do: "emit" }
  | { readonly do: "stop" };

/** What one call of a `run` function does: it acts, writes behind its last wait, and returns or throws. */
export interface Script {
  readonly actions: readonly Action[];
  /** What is added to the state, the flow state, the step state and the usage; 0 for nothing. */
  readonly state: number;
  readonly flowState: number;
  readonly stepState: number;
  readonly usage: number;
  readonly variable: boolean;
  /** In how many of 8 calls it throws; which those are follows from its parameter and the number of the attempt. */
  readonly failRate: number;
  /** What a call in the hand of the host does once its signal is aborted. */
  readonly onAbort: "ignore" | "throw" | "return";
}

/** Keys of states that bodies read, and what crosses to a sub-workflow. */
export interface SubflowCase {
  readonly flow: FlowCase;
  /** Keys of the parent's state; the child sees each with `c:` before it. */
  readonly captures: readonly string[];
  readonly ownFlowState: boolean;
  readonly writesBack: boolean;
  readonly mapsOutput: boolean;
}

export type BodyCase =
  | { readonly kind: "script"; readonly script: Script; readonly stateKeys: readonly string[] }
  | ({ readonly kind: "flow" } & SubflowCase);

export type FormCase =
  | { readonly kind: "single"; readonly body: BodyCase }
  | {
      readonly kind: "map";
      readonly body: BodyCase;
      /** Null: `over` gives no list. */
      readonly items: readonly number[] | null;
      readonly overReads: readonly ReadCase[];
      readonly concurrency: number;
    }
  | {
      readonly kind: "loop";
      readonly body: BodyCase;
      readonly stopAt: number;
      readonly untilReads: readonly ReadCase[];
      readonly maxIterations: number;
    }
  | { readonly kind: "on"; readonly body: BodyCase; readonly concurrency: number; readonly capacity: number }
  | { readonly kind: "race"; readonly of: readonly string[] }
  | { readonly kind: "wait"; readonly event: "any" | "mine" | "picky" | "never"; readonly timeoutMs: number | null }
  | { readonly kind: "sleep"; readonly ms: number };

/** One step of a random workflow with all kinds of steps, as data. Names of `on` steps begin with `o`. */
export interface StepCase {
  readonly name: string;
  readonly reads: readonly ReadCase[];
  readonly guard: readonly ReadCase[] | null;
  readonly dependsOn: readonly string[];
  readonly always: boolean;
  readonly continueOnError: boolean;
  readonly attempts: number;
  readonly delayMs: number;
  readonly timeoutMs: number | null;
  readonly form: FormCase;
}

/** A random workflow with all kinds of steps, as data. */
export interface FlowCase {
  readonly name: string;
  readonly steps: readonly StepCase[];
  readonly failFast: boolean;
  readonly timeoutMs: number | null;
  /** What it returns; null: what is usual. */
  readonly returns: readonly ReadCase[] | null;
}

/** What every event of these workflows carries. */
export interface EventData {
  readonly value: number;
  readonly key: string;
  /** Different for each event. */
  readonly serial: number;
  /** How many turns of `on` steps led to it. */
  readonly depth: number;
}

/** Turns that send events lead to so many further ones. */
export const deepestTurn = 2;

/** All steps of a workflow and of those below it. */
export function allSteps(flow: FlowCase): readonly StepCase[] {
  return flow.steps.flatMap((step) => {
    const body = bodyOf(step);
    return [step, ...(body?.kind === "flow" ? allSteps(body.flow) : [])];
  });
}

/** Null for a race, a wait and a sleep. */
export function bodyOf({ form }: StepCase): BodyCase | null {
  return "body" in form ? form.body : null;
}
