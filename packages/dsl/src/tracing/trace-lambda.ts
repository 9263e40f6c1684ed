import { type ActiveContext, callInLambda, type ReadMode, type ReadSpan } from "@stepspan/engine";
import { stepOfKey } from "../inference/data-key.ts";
import type { EarlierSteps } from "../inference/lambda-place.ts";
import { type PropertyNode, propertyBelow } from "./property-tree.ts";
import { createRecorder, type ReadThrough, type Recorder, type TracedRead } from "./recorder.ts";
import { createTracingProxy } from "./tracing-proxy.ts";

/** What the scope of some kinds of step has besides. Only the types tell lambdas which of it is there. */
const formKeys = ["item", "index", "iteration", "previous", "output", "event"] as const;

/** What one call of a lambda with recording proxies showed. */
export interface Trace {
  readonly reads: readonly TracedRead[];
  /** What the lambda returned; undefined if it threw, which is expected. */
  readonly returned: unknown;
}

/**
 * Calls a lambda once with proxies in place of input and spans, and records what it reads.
 *
 * A loop that neither asks a proxy for anything nor ends cannot be stopped, nor can one that catches every error and
 * goes on without end.
 */
export function traceLambda(lambda: (scope: never) => unknown, workflow: string, earlier: EarlierSteps): Trace {
  const recorder = createRecorder(earlier);
  const anything = () => createTracingProxy(recorder, null);
  const scope = {
    input: anything(),
    stepSpan: tracedStepSpan(recorder, "scope"),
    parentSpan: anything(),
    ...Object.fromEntries(formKeys.map((key) => [key, anything()])),
  };
  const context = tracedContext(recorder, workflow, scope.input);
  const call = lambda as (scope: object) => unknown; // the proxies have every shape
  let returned: unknown;
  try {
    returned = callInLambda(context, () => call(scope));
  } catch {
    // Expected: proxies are not the values that the lambda was written for.
  }
  return { reads: recorder.reads(), returned };
}

function tracedContext(recorder: Recorder, workflow: string, input: unknown): ActiveContext {
  const anything = () => createTracingProxy(recorder, null);
  return {
    stepSpan: tracedStepSpan(recorder, "exported"),
    currentSpan: anything(),
    parentSpan: anything(),
    runContext: {
      runId: anything(),
      workflow,
      input,
      getData: (key: unknown) => readData(recorder, key),
      setData: () => {},
    },
  } as ActiveContext; // the proxies have every shape
}

function tracedStepSpan(recorder: Recorder, through: ReadThrough): ReadSpan {
  const stepSpan = (name: unknown, options: unknown) => {
    recorder.spend();
    return createTracingProxy(
      recorder,
      typeof name === "string" ? recorder.read(name, modeOf(options), through) : null,
    );
  };
  return stepSpan as ReadSpan; // the proxies have every shape
}

function readData(recorder: Recorder, key: unknown): unknown {
  recorder.spend();
  const read = typeof key === "string" ? stepOfKey(key, (name) => recorder.earlier.has(name)) : null;
  let property: PropertyNode | null = read && recorder.read(read.step, "default", "exported");
  for (const name of read?.path ?? []) property &&= propertyBelow(property, name);
  return createTracingProxy(recorder, property);
}

function modeOf(options: unknown): ReadMode {
  if (typeof options !== "object" || options === null) return "plain";
  if ("settled" in options && options.settled === true) return "settled";
  return "default" in options && options.default === null ? "default" : "plain";
}
