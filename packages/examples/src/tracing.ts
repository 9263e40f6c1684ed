import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-base";
import { otelObserver, traceMetadata } from "@stepspan/otel";
import { createEngine, workflow } from "stepspan";

// #region workflow
/** Asks a shelf for a book. The span that it makes lies below the attempt that calls it. */
async function askShelf({ title }: { title: string }, { attempt }: { attempt: number }): Promise<number> {
  return trace.getTracer("library").startActiveSpan("SELECT shelf", async (span) => {
    try {
      if (attempt === 1) throw new Error("the shelf is locked");
      return title.length;
    } finally {
      span.end();
    }
  });
}

/** Finds a book, and lends it or puts the reader on a list. */
export const lend = workflow("lend")
  .step("find", { params: { title: "Moby Dick" }, retry: { attempts: 2 }, run: askShelf })
  .step("lend", { when: ({ stepSpan }) => stepSpan("find").output > 0, run: () => "yours for a month" })
  .step("queue", { when: ({ stepSpan }) => stepSpan("find").output === 0, run: () => "you are next" });
// #endregion

// #region engine
/** Lends a book within a request: the run's span lies in that of the request. */
export async function handleRequest(): Promise<void> {
  await using engine = createEngine({ observers: [otelObserver()] });
  await trace.getTracer("library").startActiveSpan("POST /loans", async (request) => {
    await engine.run(lend, undefined, { metadata: traceMetadata() });
    request.end();
  });
}
// #endregion

// #region setup
/** Registers an SDK. A service would do so before anything else, most likely by `@opentelemetry/sdk-node`. */
export function registerSdk(exporter: SpanExporter): void {
  const spanProcessors = [new SimpleSpanProcessor(exporter)];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
}
// #endregion

/** Names, indented by parents, in the order in which they ended. */
export function treeOf(spans: readonly ReadableSpan[], parent?: string, indent = ""): string {
  const below = spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent);
  return below
    .map((span) => {
      const status = span.attributes["stepspan.status"];
      const line = `${indent}${span.name}${status === undefined ? "" : ` (${status})`}\n`;
      return line + treeOf(spans, span.spanContext().spanId, `${indent}  `);
    })
    .join("");
}

if (import.meta.main) {
  const exporter = new InMemorySpanExporter();
  registerSdk(exporter);
  await handleRequest();
  console.log(treeOf(exporter.getFinishedSpans()));
}
