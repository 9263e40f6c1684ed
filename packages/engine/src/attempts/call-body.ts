import type { ActiveContext } from "../context/active-context.ts";
import type { Entrance } from "../context/context-carrier.ts";
import type { Attempt } from "./attempt.ts";

/** Calls a body, which does not throw, once, before it returns, inside of what observers put around the attempt. */
export type AroundBody = (path: string, attempt: number, body: () => void) => void;

/** How the bodies of a run are called. */
export interface BodyCalls {
  /** The way into them, from where the run was started. */
  readonly enter: Entrance<ActiveContext>;
  /** Null if nothing surrounds them. */
  readonly around: AroundBody | null;
}

type Outcome<Result> =
  | { readonly kind: "returned"; readonly value: Result }
  | { readonly kind: "threw"; readonly thrown: unknown };

/** Calls what an attempt consists of inside of its context. */
export function callBody<Result>(
  attempt: Attempt,
  { enter, around }: BodyCalls,
  body: (attempt: Attempt) => Result,
): Result {
  if (around === null) return enter(attempt, body);
  const outcome = enter(attempt, () => outcomeAround(attempt, around, body));
  if (outcome.kind === "threw") throw outcome.thrown;
  return outcome.value;
}

/** What surrounds the body sees neither its value nor what it throws (I8). */
function outcomeAround<Result>(
  attempt: Attempt,
  around: AroundBody,
  body: (attempt: Attempt) => Result,
): Outcome<Result> {
  let outcome: Outcome<Result> = { kind: "threw", thrown: new Error("Bug: a body was not called.") };
  around(attempt.path, attempt.number, () => {
    try {
      outcome = { kind: "returned", value: body(attempt) };
    } catch (thrown) {
      outcome = { kind: "threw", thrown };
    }
  });
  return outcome;
}
