import type { Meter, Tracer } from "@opentelemetry/api";
import { DefinitionError, suggest } from "@stepspan/engine";

export interface OtelOptions {
  /** Who makes spans. Default: that of the SDK that is registered, by the name `@stepspan/otel`. */
  readonly tracer?: Tracer;
  /** Who measures. Default: that of the SDK that is registered when the first run begins. */
  readonly meter?: Meter;
  /**
   * Whether spans have inputs, outputs, variables, logs and metadata: traces leave the machine. What `redact` of the
   * engine hides is hidden here too. `longest`: of the text of one value, in characters. Default: false; with true
   * 4,096 characters.
   */
  readonly recordValues?: boolean | { readonly longest: number };
}

const known = ["tracer", "meter", "recordValues"];
const usualLongest = 4_096;

/** @throws DefinitionError for unknown options and values that make no sense */
export function checkOptions(options: OtelOptions): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const hint = suggest(key, known);
    throw new DefinitionError(
      `otelObserver got the unknown option ${JSON.stringify(key)}.${hint} Its options are ${known.join(", ")}.`,
    );
  }
  const { tracer, meter, recordValues = false } = options;
  if (tracer !== undefined && typeof (tracer as Partial<Tracer> | null)?.startSpan !== "function") {
    throw new DefinitionError(
      'otelObserver got a tracer without startSpan. Give one of OpenTelemetry: trace.getTracer("shop"), or none.',
    );
  }
  if (meter !== undefined && typeof (meter as Partial<Meter> | null)?.createHistogram !== "function") {
    throw new DefinitionError(
      'otelObserver got a meter without createHistogram. Give one of OpenTelemetry: metrics.getMeter("shop"), or none.',
    );
  }
  if (typeof recordValues === "boolean") return;
  const longest: unknown = (recordValues as { readonly longest?: unknown } | null)?.longest; // plain JavaScript may give anything
  if (Number.isInteger(longest) && (longest as number) > 0) return;
  throw new DefinitionError(
    "otelObserver got recordValues that is neither true nor false. Give one of these, or { longest: 4096 }, a whole number of at least 1.",
  );
}

/** In characters; null: no value leaves the process. */
export function longestValue({ recordValues = false }: OtelOptions): number | null {
  if (typeof recordValues !== "boolean") return recordValues.longest;
  return recordValues ? usualLongest : null;
}
