export { otelObserver } from "./otel-observer.ts";
export type { OtelOptions } from "./otel-options.ts";
export { traceMetadata } from "./trace-metadata.ts";
