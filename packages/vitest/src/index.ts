import "./matchers/register-matchers.ts";

export type { ExpectedSkipReason } from "./matchers/status-matchers.ts";
export { spanGraph } from "./span-graph/span-graph.ts";
export { testRun } from "./test-run/test-run.ts";
export type {
  MockOf,
  MocksOf,
  TestRunArguments,
  TestRunOptions,
} from "./test-run/test-run-options.ts";
