import { callInAttempt } from "../context/slot.ts";
import { AttemptContext } from "./attempt-context.ts";

/** Calls a body, which does not throw, once, before it returns, inside of what observers put around the attempt. */
export type AroundBody = (path: string, attempt: number, body: () => void) => void;

type Outcome<Result> =
  | { readonly kind: "returned"; readonly value: Result }
  | { readonly kind: "threw"; readonly thrown: unknown };

/** Calls what an attempt consists of inside of its context. @param around null if nothing surrounds it */
export function callBody<Result>(context: AttemptContext, around: AroundBody | null, body: () => Result): Result {
  if (around === null) return callInAttempt(AttemptContext.activeIn(context), body);
  const outcome = outcomeAround(context, around, body);
  if (outcome.kind === "threw") throw outcome.thrown;
  return outcome.value;
}

/** What surrounds the body sees neither its value nor what it throws (I8). */
function outcomeAround<Result>(context: AttemptContext, around: AroundBody, body: () => Result): Outcome<Result> {
  let outcome: Outcome<Result> = { kind: "threw", thrown: new Error("Bug: a body was not called.") };
  around(context.path, context.attempt, () => {
    try {
      outcome = { kind: "returned", value: callInAttempt(AttemptContext.activeIn(context), body) };
    } catch (thrown) {
      outcome = { kind: "threw", thrown };
    }
  });
  return outcome;
}
