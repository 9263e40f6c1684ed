import type { RerunOf, RunStatus } from "@stepspan/engine";

// What the page and its server say to each other: types and a few names, no code, so that both can read it.

/** The header in which the token travels; it is never part of a URL. */
export const tokenHeader = "x-stepspan-token";

/**
 * The name of the `<meta>` element of the page that holds the token. Where reading needs the token too, the server asks
 * for it before it gives the page, and keeps a session in a cookie: the page has nothing to do with that.
 */
export const tokenMetaName = "stepspan-token";

/** `runs` of one answer at most, whatever `limit` asks for; 50 if it does not ask. */
export const maximumRunsPerPage = 200;

/** `events` of one answer at most, whatever `limit` asks for; as many if it does not ask. */
export const maximumEventsPerPage = 5_000;

/** What a store says of a run in brief. Times are milliseconds since the epoch. */
export interface StoredRunSummary {
  readonly runId: string;
  readonly workflow: string;
  /** That of the workflow when the run began; null for a workflow without one. */
  readonly version: string | null;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** How many events it has. */
  readonly events: number;
  /** Its short texts, numbers and booleans; the first event has all of it. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly parentRunId: string | null;
  /** Null for a run that is no rerun. */
  readonly rerunOf: RerunOf | null;
  /** Whether this process has the run, so that what steps emit is told and it can be paused and cancelled. */
  readonly isOpenHere: boolean;
}

/** What `GET /api/runs` may be asked for, in its query. */
export interface RunListQuery {
  /** One or more, with commas between them. Default: any. */
  readonly status?: string;
  /** The whole name. Default: any. */
  readonly workflow?: string;
  /** A part of the id or of the workflow's name, whatever its case. */
  readonly search?: string;
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** `GET /api/runs`: the newest first. */
export interface RunListAnswer {
  readonly runs: readonly StoredRunSummary[];
  /** What to give as `after` for the next page; null if there is none. With `search` a page may be short or empty. */
  readonly next: string | null;
}

/** `GET /api/runs/:runId`; `runPath` writes the path for any id. */
export type RunAnswer = StoredRunSummary;

/** `GET /api/runs/:runId/events?from=0&limit=5000` */
export interface EventsAnswer {
  /**
   * What `encodeEvents` gives, with the bytes of values inside. `decodeEvents(events, codec, from)` reads it, with a codec
   * that has a class for every name, since values may be of classes that only the program has.
   */
  readonly events: readonly unknown[];
  /** What to give as `from` for those that follow; null if these are the last so far. */
  readonly next: number | null;
}

/**
 * `GET /api/runs/:runId/stream?from=N`: the events behind the first N, and then those that follow while the run goes on.
 * The header `last-event-id`, which browsers send when they connect again, counts before `from`.
 *
 * `events`: a list of encoded events as in `EventsAnswer`; the id of the message is the sequence number of the last one.
 * `emitted`: one `EmittedMessage`, only where this process has the run. `missed`: a `MissedMessage`.
 * `held-up`: a `HeldUpMessage`, whenever that is another than before; nothing holds a run up before the first one.
 * `end`: an `EndMessage`; nothing follows, so close the source, or the browser connects again.
 * `failure`: an `ErrorAnswer`: the journal cannot be read any further; nothing follows.
 */
export type StreamEventName = "events" | "emitted" | "missed" | "held-up" | "end" | "failure";

/** What a step emitted or streamed. */
export interface EmittedMessage {
  readonly path: string;
  /** Null for an item of what a step streams. */
  readonly event: string | null;
  /** What `toJson(codec.encode(data))` gives; null if the data cannot be written down, or is larger than 64 kB. */
  readonly data: unknown;
  readonly time: number;
}

/** So many messages were left out, because the reader was too slow. */
export interface MissedMessage {
  readonly count: number;
}

/** Why the run does not go on, where its events cannot say it: sentences; none if nothing holds it up any more. */
export interface HeldUpMessage {
  readonly reasons: readonly string[];
}

export interface EndMessage {
  readonly status: RunStatus;
}

/**
 * `GET /api/changes`: `run`, with a `StoredRunSummary`, whenever a run begins or its status changes, from `ready` on: load
 * the list when that comes. `missed`: a `MissedMessage`; the page was too slow, so load the list anew.
 */
export type ChangesEventName = "ready" | "run" | "missed";

/** `GET /api/workflows` */
export interface WorkflowsAnswer {
  readonly workflows: readonly WorkflowSummary[];
}

export interface WorkflowSummary {
  readonly name: string;
  readonly version: string | null;
  /** The JSON schema of what can be given as input; null if none can be made, or the workflow has no input schema. */
  readonly inputSchema: Readonly<Record<string, unknown>> | null;
  /** Names of the events that its `wait` and `on` steps take. What bodies wait for is known only while they do. */
  readonly waits: readonly string[];
}

/** `POST /api/runs` */
export interface StartRequest {
  readonly workflow: string;
  /** Left out: the workflow begins without one. */
  readonly input?: unknown;
}

/** `POST /api/runs` and `POST /api/runs/:runId/rerun` */
export interface StartedAnswer {
  readonly runId: string;
}

/** `POST /api/runs/:runId/rerun` */
export type RerunRequest = { readonly from: string } | { readonly failedOnly: true };

/** `POST /api/runs/:runId/cancel` */
export interface CancelRequest {
  readonly reason?: string;
}

/** `POST /api/runs/:runId/events` */
export interface SendRequest {
  readonly event: string;
  readonly data?: unknown;
  /** The path of the step whose wait is meant. Default: whoever takes the event. */
  readonly to?: string;
}

/** What `cancel`, `pause`, `resume` and `events` answer: `{}`. */
export type DoneAnswer = Readonly<Record<string, never>>;

/** What every answer with a status from 400 on holds. */
export interface ErrorAnswer {
  readonly error: string;
  /** Only with 422: where the given value does not match its schema. */
  readonly issues?: readonly InputIssueAnswer[];
}

export interface InputIssueAnswer {
  /** For example `.orders[0].price`; empty for the value itself. */
  readonly path: string;
  readonly message: string;
}
