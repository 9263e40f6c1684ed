/** Carries the context of an attempt through everything that its `run` function calls and awaits. */
export interface ContextCarrier<Context> {
  /**
   * The way into the bodies of one run, from where the run was started: what else the asynchronous context of its caller
   * carries, such as the request that it serves, reaches them too, whatever it was that gave them their slots.
   */
  entrance(): Entrance<Context>;
  current(): Context | undefined;
}

/** Calls a body, which gets what it is to be given, with a context; what was carried before is carried again afterwards. */
export type Entrance<Context> = <Given extends readonly unknown[], Result>(
  context: Context,
  body: (...given: Given) => Result,
  ...given: Given
) => Result;
