import { context, type Meter, metrics, type Tracer, trace } from "@opentelemetry/api";
import type { ObservedRun, Observer, RunEvent } from "@stepspan/engine";
import { Guard } from "./guard.ts";
import { createInstruments, type Instruments } from "./instruments.ts";
import { KeptNames } from "./kept-names.ts";
import { checkOptions, longestValue, type OtelOptions } from "./otel-options.ts";
import { RunMeasures } from "./run-measures.ts";
import { RunSpans } from "./run-spans.ts";
import { RunTree } from "./run-tree.ts";
import { SpanValues } from "./span-values.ts";
import { SpanWriter } from "./span-writer.ts";

/** By which the API's tracers and meters are asked for. */
const scope = "@stepspan/otel";

/** How many different workflows and steps, and how many classes of errors, metrics tell apart. */
const mostSteps = 1_000;
const mostErrors = 100;

/** An observer, and how many runs it keeps something of. */
export interface CountedObserver {
  readonly observer: Required<Observer>;
  readonly openRuns: () => number;
}

/**
 * Makes OpenTelemetry spans and metrics of the runs of an engine: `createEngine({ observers: [otelObserver()] })`.
 * Without an SDK it does nothing. What a tracer, a processor or a meter throws changes no run.
 *
 * @throws DefinitionError for unknown options and values that make no sense
 */
export function otelObserver(options: OtelOptions = {}): Observer {
  return createCountedObserver(options).observer;
}

export function createCountedObserver(options: OtelOptions): CountedObserver {
  checkOptions(options);
  const { tracer = trace.getTracer(scope), meter } = options;
  const guard = new Guard();
  const spans = createSpans(tracer, guard, longestValue(options));
  const names = { steps: new KeptNames(mostSteps), errors: new KeptNames(mostErrors) };
  const measures = new RunMeasures(lazyInstruments(meter), names, guard);
  const trees = new Map<ObservedRun, RunTree>();

  /** Null for a run that never went on here: it was only parked. */
  const treeOf = (event: RunEvent, run: ObservedRun): RunTree | null => {
    const known = trees.get(run);
    if (known !== undefined) return known;
    const started = event.type === "run-started" ? event : run.resumedFrom;
    if (started === null) return null;
    const tree = new RunTree(started, run);
    trees.set(run, tree);
    measures.begin(tree);
    spans.begin(tree, event.time, event.type !== "run-started");
    return tree;
  };

  return {
    openRuns: () => trees.size,
    observer: {
      onEvent(event, run) {
        if (event.type === "event-emitted") return;
        const tree = treeOf(event, run);
        if (tree === null) return;
        tree.time = event.time;
        measures.take(event, tree);
        spans.take(event, tree);
        guard.check();
      },
      aroundAttempt({ run, path, attempt }, body) {
        const tree = trees.get(run);
        if (tree === undefined) return body();
        context.with(spans.attemptAt(path, attempt, tree).context, body);
      },
      onEnd(run) {
        const tree = trees.get(run);
        if (tree === undefined) return;
        trees.delete(run);
        measures.end(tree);
        spans.leave(tree);
        guard.check();
      },
    },
  };
}

function createSpans(tracer: Tracer, guard: Guard, longest: number | null): RunSpans {
  const writer = new SpanWriter(tracer, guard);
  return new RunSpans(writer, new SpanValues(writer, longest));
}

/** Made with the first run: a meter of the API that was asked for before the SDK is there would stay without it. */
function lazyInstruments(meter: Meter | undefined): () => Instruments {
  let instruments: Instruments | null = null;
  return () => {
    instruments ??= createInstruments(meter ?? metrics.getMeter(scope));
    return instruments;
  };
}
