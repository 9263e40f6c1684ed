/** How much the server takes on. Times are in milliseconds. */
export interface ServerLimits {
  /** Event streams that are open at once; further ones are refused with 503. */
  readonly streams: number;
  /** Requests that are carried out, or whose answers are read, at once, event streams apart; others get 503. */
  readonly requests: number;
  /** Sockets that are open at once; further ones are closed. */
  readonly connections: number;
  /** After so long without a message an event stream gets a comment, so that it is known to be alive. */
  readonly heartbeatMs: number;
  /** A connection on which nothing moves for so long is closed: that of a reader who takes nothing, too. */
  readonly silenceMs: number;
  /** How long headers may take to arrive. */
  readonly headersMs: number;
  /** How long a whole request may take to arrive. */
  readonly requestMs: number;
  /** How long the store is left alone between two looks, while somebody follows runs. */
  readonly pollMs: number;
  /** How long news of a run are gathered before they are sent. */
  readonly gatherMs: number;
  /** Bytes of the headers of one request. */
  readonly headerSize: number;
}

export const usualLimits: ServerLimits = {
  streams: 100,
  requests: 100,
  connections: 1_500,
  heartbeatMs: 15_000,
  silenceMs: 60_000,
  headersMs: 10_000,
  requestMs: 30_000,
  pollMs: 500,
  gatherMs: 20,
  headerSize: 64 * 1024,
};
