import "./matchers/register-matchers.ts";

export type { ResultOf } from "./matchers/register-matchers.ts";
export type { ExpectedSkipReason } from "./matchers/status-matchers.ts";
export { spanGraph } from "./span-graph/span-graph.ts";
