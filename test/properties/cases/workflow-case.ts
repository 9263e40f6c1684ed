import type { RetryPolicy } from "@stepspan/engine";
import type { Expression } from "./expression.ts";

/** What one call of a step's `run` function does. */
export interface Behaviour {
  /** `fatal`: throws what the retry policy refuses to retry. */
  readonly result: "return" | "throw" | "fatal" | "never";
  /** `soon`: by a promise that has settled already; `by hand`: when the host settles it. */
  readonly pace: "sync" | "soon" | "by hand";
  /** What a call that is settled by hand does once its signal is aborted. */
  readonly onAbort: "ignore" | "throw" | "return";
}

export interface GuardCase {
  readonly value: Expression;
  /** For which values it holds; `broken`: it returns the value itself, which is no boolean. */
  readonly holds: "always" | "even" | "odd" | "broken";
}

/** One step of a random workflow, as data. */
export interface StepCase {
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly skipWith: readonly string[];
  readonly guard: GuardCase | null;
  readonly params: readonly Expression[];
  readonly always: boolean;
  readonly continueOnError: boolean;
  readonly retry: Omit<RetryPolicy, "when">;
  readonly timeoutMs: number | null;
  readonly queue: string | null;
  readonly priority: number;
  readonly estimateMs: number | null;
  /** Of the first calls; those after them return. */
  readonly behaviours: readonly Behaviour[];
}

/** A random workflow, as data. */
export interface WorkflowCase {
  readonly steps: readonly StepCase[];
  readonly failFast: boolean;
  readonly timeoutMs: number | null;
}

/** The limits of a queue; its rate is at most so many starts within an interval. */
export interface QueueCase {
  readonly concurrency: number;
  readonly rate: { readonly limit: number; readonly interval: number } | null;
}

/** The limits under which workflows run. */
export interface Limits {
  readonly concurrency: number;
  /** Of each run; null for no limit of its own. */
  readonly runConcurrency: number | null;
  readonly queues: Readonly<Record<string, QueueCase>>;
}

/** How long aborted attempts have in all random runs. */
export const gracePeriodMs = 20;

/** What a call does after the behaviours that are given. */
export const usualBehaviour: Behaviour = { result: "return", pace: "by hand", onAbort: "ignore" };

/** The name of a parameter by its place. */
export function parameterName(index: number): string {
  return `p${index}`;
}

/** The output of a step that succeeds: it shows its parameters. */
export function outputOf(step: string, params: readonly number[]): number {
  return params.reduce((sum, value) => sum + value, Number(step.slice(1)) * 3 + 1) % 1000;
}
