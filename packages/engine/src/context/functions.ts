import { DefinitionError } from "../errors/definition-errors.ts";
import type { RunSpan, Span } from "../spans/span.ts";
import type { ActiveContext } from "./active-context.ts";
import type { ReadSpan } from "./lambda-scope.ts";
import type { RunContext } from "./run-context.ts";
import { activeContext } from "./slot.ts";

/**
 * Reads the span of another step, from any function called in a lambda or inside a run.
 *
 * @throws SkippedSpanError if that step was skipped and no default is asked for
 * @throws DefinitionError outside of a run, and in a body for a step on which the current one does not depend
 */
export const stepSpan: ReadSpan = ((name: string, options: { default: null }) =>
  requireContext("stepSpan").stepSpan(name, options)) as ReadSpan; // one arrow serves the three overloads

/** The span of the step that is running. @throws DefinitionError outside of a run */
export function currentSpan(): Span {
  return requireContext("currentSpan").currentSpan;
}

/** The span above the running step's: the run's. @throws DefinitionError outside of a run */
export function parentSpan(): RunSpan {
  return requireContext("parentSpan").parentSpan;
}

/** The run, its input, and values by key. @throws DefinitionError outside of a run */
export function getRunContext(): RunContext {
  return requireContext("getRunContext").runContext;
}

function requireContext(name: string): ActiveContext {
  const context = activeContext();
  if (context === undefined) {
    throw new DefinitionError(
      `${name}() was called outside of a run. Call it in a parameter lambda, in a guard, or in a function that a step calls.`,
    );
  }
  return context;
}
