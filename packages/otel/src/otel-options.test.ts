import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { otelObserver } from "./otel-observer.ts";

describe("the options of otelObserver", () => {
  it("that make no sense are refused, and the error says what does", () => {
    const refused: readonly (readonly [unknown, string])[] = [
      [
        { recordValue: true },
        'otelObserver got the unknown option "recordValue". Did you mean "recordValues"? Its options are tracer, meter, recordValues.',
      ],
      [
        { tracer: {} },
        'otelObserver got a tracer without startSpan. Give one of OpenTelemetry: trace.getTracer("shop"), or none.',
      ],
      [
        { meter: null },
        'otelObserver got a meter without createHistogram. Give one of OpenTelemetry: metrics.getMeter("shop"), or none.',
      ],
      [
        { recordValues: { longest: 0 } },
        "otelObserver got recordValues that is neither true nor false. Give one of these, or { longest: 4096 }, a whole number of at least 1.",
      ],
    ];
    for (const [options, message] of refused) {
      expect(() => otelObserver(options as never)).toThrow(new DefinitionError(message));
    }
  });
});
