/** Carries the context of an attempt through everything that its `run` function calls and awaits. */
export interface ContextCarrier<Context> {
  run<Result>(context: Context, body: () => Result): Result;
  current(): Context | undefined;
}
