import { context, type Link } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import type { Observer } from "@stepspan/engine";
import { type OtelOptions, otelObserver } from "@stepspan/otel";
import { afterEach, beforeEach } from "vitest";

/** Spans of the real SDK, kept in memory. */
export interface Tracing {
  readonly provider: BasicTracerProvider;
  readonly observer: Observer;
  /** Those that have ended, in the order of their start; equal starts in that of their making. */
  spans(): readonly ReadableSpan[];
  /** The only one of this name. */
  span(name: string): ReadableSpan;
  /** Names, indented by parents. @param show what stands behind a name */
  tree(show?: (span: ReadableSpan) => string): string;
}

/** @param processors which see spans besides the one that keeps them */
export function createTracing(options: OtelOptions = {}, processors: readonly SpanProcessor[] = []): Tracing {
  const exporter = new InMemorySpanExporter();
  const order = new Map<string, number>();
  const counting: SpanProcessor = {
    onStart: (span) => void order.set(span.spanContext().spanId, order.size),
    onEnd: () => undefined,
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const provider = new BasicTracerProvider({
    spanProcessors: [counting, new SimpleSpanProcessor(exporter), ...processors],
  });
  const numberOf = (span: ReadableSpan) => order.get(span.spanContext().spanId) ?? 0;
  const spans = () => exporter.getFinishedSpans().toSorted((one, other) => numberOf(one) - numberOf(other));
  return {
    provider,
    observer: otelObserver({ tracer: provider.getTracer("test"), ...options }),
    spans,
    span(name) {
      const found = spans().filter((span) => span.name === name);
      if (found.length !== 1) throw new Error(`There are ${found.length} spans ${JSON.stringify(name)}.`);
      return found[0]!; // there is one
    },
    tree: (show = () => "") => treeOf(spans(), show),
  };
}

/** Contexts of the API are carried by AsyncLocalStorage in each test of the file. */
export function withContexts(): void {
  beforeEach(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  afterEach(() => context.disable());
}

/** Milliseconds since the epoch. */
export function timeOf([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1000 + nanoseconds / 1e6;
}

/** From where to where, in milliseconds since the epoch. */
export function timesOf({ startTime, endTime }: ReadableSpan): readonly [number, number] {
  return [timeOf(startTime), timeOf(endTime)];
}

/** Names and times of the events of a span. */
export function eventsOf({ events }: ReadableSpan): readonly (readonly [string, number])[] {
  return events.map(({ name, time }) => [name, timeOf(time)]);
}

/** The names of the spans that it links to, with what the links say. */
export function linksOf(
  span: ReadableSpan,
  all: readonly ReadableSpan[],
): readonly (readonly [string, Link["attributes"]])[] {
  return span.links.map(({ context: { spanId }, attributes }) => [
    all.find((other) => other.spanContext().spanId === spanId)?.name ?? "?",
    attributes,
  ]);
}

function treeOf(spans: readonly ReadableSpan[], show: (span: ReadableSpan) => string): string {
  const ids = new Set(spans.map((span) => span.spanContext().spanId));
  const lines: string[] = [];
  const draw = (parentId: string | undefined, depth: number): void => {
    for (const span of spans) {
      const { spanId: parent } = span.parentSpanContext ?? { spanId: "" };
      if (parentId === undefined ? ids.has(parent) : parent !== parentId) continue;
      lines.push(`${"  ".repeat(depth)}${span.name}${show(span)}`);
      draw(span.spanContext().spanId, depth + 1);
    }
  };
  draw(undefined, 0);
  return lines.join("\n");
}
