import type { Schema } from "@stepspan/engine";

/** Any function, of which a configuration knows only the name. */
export type NamedFunction = (...given: never) => unknown;

/** What a configuration names and JSON cannot hold, by these names. What it does not need is not looked at. */
export interface WorkflowParts {
  /** `run` functions, and those of `collect`, `cache.key`, `capture` and `writeBack`. */
  readonly handlers?: Readonly<Record<string, NamedFunction>>;
  /** Guards, and the functions of `until`, `where` and `retry.when`. */
  readonly conditions?: Readonly<Record<string, NamedFunction>>;
  /** Lambdas of parameters, of `over` and of `returns`. */
  readonly lambdas?: Readonly<Record<string, NamedFunction>>;
  /** Schemas of zod 4: `input`, `output`, `state` and `flowState` of the workflow, `fetch.input` of its steps. */
  readonly schemas?: Readonly<Record<string, Schema>>;
  readonly resources?: Readonly<Record<string, unknown>>;
}

/** A kind of part. */
export type PartKind = keyof WorkflowParts;
