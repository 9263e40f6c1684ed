import { context, trace } from "@opentelemetry/api";
import { InMemorySpanExporter } from "@opentelemetry/sdk-trace-base";
import { afterEach, expect, it } from "vitest";
import { handleRequest, registerSdk, treeOf } from "./tracing.ts";

afterEach(() => {
  trace.disable();
  context.disable();
});

it("is one trace from the request to the query of a retry", async () => {
  const exporter = new InMemorySpanExporter();
  registerSdk(exporter);
  await handleRequest();
  expect(`\n${treeOf(exporter.getFinishedSpans())}`).toBe(`
POST /loans
  run lend (succeeded)
    step find (succeeded)
      attempt find (failed)
        SELECT shelf
      attempt find (succeeded)
        SELECT shelf
    step queue (skipped)
    step lend (succeeded)
      attempt lend (succeeded)
`);
});
