/** Carries the context of an attempt through everything that its `run` function calls and awaits. */
export interface ContextCarrier<Context> {
  /**
   * The way into the bodies of one run, from where the run was started: what else the asynchronous context of its caller
   * carries, such as the request that it serves, reaches them too, whatever it was that gave them their slots.
   */
  entrance(): Entrance<Context>;
  current(): Context | undefined;
}

/** Calls a body with its context; what was carried before is carried again afterwards. */
export type Entrance<Context> = <Own extends Context, Result>(context: Own, body: (context: Own) => Result) => Result;
