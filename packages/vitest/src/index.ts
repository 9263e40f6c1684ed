import "./matchers/register-matchers.ts";

export type { ExpectedSkipReason } from "./matchers/status-matchers.ts";
export { spanGraph } from "./span-graph/span-graph.ts";
export { unanswered } from "./test-run/answers.ts";
export { testRun } from "./test-run/test-run.ts";
export type {
  AnswersOf,
  AnswerTo,
  MockOf,
  MocksOf,
  SentByTest,
  TestRunArguments,
  TestRunOptions,
} from "./test-run/test-run-options.ts";
