import type { Access } from "./access.ts";
import type { StreamParts } from "./event-stream.ts";
import type { PageFile, PageFiles } from "./page-files.ts";
import type { Places } from "./places.ts";
import type { WorkflowSummary } from "./protocol.ts";
import type { RunStreamParts } from "./run-stream.ts";
import type { SummaryOf } from "./run-summaries.ts";
import type { SteeringParts } from "./steering.ts";

/** What the routes are made from. */
export interface ServerParts extends SteeringParts, RunStreamParts {
  readonly access: Access;
  readonly page: PageFiles;
  /** The document of the page with the token in it; null if the page was not built. */
  readonly document: PageFile | null;
  readonly summaries: readonly WorkflowSummary[];
  readonly summaryOf: SummaryOf;
  /** For requests that are no event streams. */
  readonly requests: Places;
  readonly streams: StreamParts;
}
