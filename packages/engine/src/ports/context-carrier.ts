import type { ActiveContext } from "../context/active-context.ts";

/** Carries the context of an attempt through everything that its `run` function calls and awaits. */
export interface ContextCarrier {
  run<Result>(context: ActiveContext, body: () => Result): Result;
  current(): ActiveContext | undefined;
}
