import { context, type SpanContext, trace } from "@opentelemetry/api";

const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * The span that is active now, for the metadata of a run: `engine.run(workflow, input, { metadata: traceMetadata() })`.
 * It is stored with the run, so that what a later process does for the run is linked to the trace in which it began.
 *
 * @returns `{ traceparent }` as W3C Trace Context writes it; `{}` if no span is active
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceMetadata(): { readonly traceparent?: string } {
  const active = trace.getSpanContext(context.active());
  if (active === undefined || !trace.isSpanContextValid(active)) return {};
  const flags = active.traceFlags.toString(16).padStart(2, "0");
  return { traceparent: `00-${active.traceId}-${active.spanId}-${flags}` };
}

/** The span that `traceMetadata` wrote down; null if there is none. Nothing of it is trusted. */
export function tracedBy(metadata: Readonly<Record<string, unknown>>): SpanContext | null {
  const { traceparent } = metadata;
  const found = typeof traceparent === "string" ? form.exec(traceparent) : null;
  if (found === null) return null;
  const [, traceId = "", spanId = "", flags = ""] = found;
  const origin: SpanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return trace.isSpanContextValid(origin) ? origin : null;
}
