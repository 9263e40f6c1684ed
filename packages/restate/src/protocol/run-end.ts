/** What the handler of a run gives when it is over. */
export interface RunEnd {
  /** A list of the chunks of its events, as JSON, if they are few; else null: they are read from Restate's state. */
  readonly chunks: string | null;
}
