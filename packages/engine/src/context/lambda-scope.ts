import type { RunSpan, SettledSpan, SucceededSpan } from "../spans/span.ts";

/** How a lambda asks for a span: plainly, with `{ default: null }`, or with `{ settled: true }`. */
export type ReadMode = "plain" | "default" | "settled";

/** Reads the span of an earlier step. See the table "read" of the documentation of spans. */
export interface ReadSpan {
  (name: string): SucceededSpan;
  (name: string, options: { readonly default: null }): SucceededSpan | null;
  (name: string, options: { readonly settled: true }): SettledSpan;
}

/** What a lambda is called with when it is evaluated. */
export interface LambdaScope {
  /** The input of the workflow, parsed by its schema. */
  readonly input: unknown;
  readonly stepSpan: ReadSpan;
  /** The span of the run, above the steps. */
  readonly parentSpan: RunSpan;
  /** In the parameters of a map: the item and its place, from 0. */
  readonly item?: unknown;
  readonly index?: number;
  /** In the parameters of a loop, and in its `until`: which iteration, from 1. */
  readonly iteration?: number;
  /** In the parameters of a loop: the output of the iteration before; null in the first. */
  readonly previous?: unknown;
  /** In the `until` of a loop: what the iteration gave. */
  readonly output?: unknown;
  /** In the lambdas of an `on` step: the data of the event. */
  readonly event?: unknown;
}
