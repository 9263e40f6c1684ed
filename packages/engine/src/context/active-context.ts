import type { RunSpan, Span } from "../spans/span.ts";
import type { ReadSpan } from "./lambda-scope.ts";
import type { RunContext } from "./run-context.ts";

/** What stands behind the exported `stepSpan`, `currentSpan`, `parentSpan` and `getRunContext` while user code runs. */
export interface ActiveContext {
  readonly stepSpan: ReadSpan;
  readonly currentSpan: Span;
  readonly parentSpan: RunSpan;
  readonly runContext: RunContext;
}
