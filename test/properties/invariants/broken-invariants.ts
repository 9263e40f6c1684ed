import { attemptInvariants } from "./attempts.ts";
import { endInvariants } from "./end.ts";
import { haltingInvariants } from "./halting.ts";
import { orderInvariants } from "./order.ts";
import { readinessInvariants } from "./readiness.ts";
import type { Invariant, RunFacts } from "./run-facts.ts";
import { settlementInvariants } from "./settlement.ts";

const invariants: Readonly<Record<string, Invariant>> = {
  ...orderInvariants,
  ...endInvariants,
  ...settlementInvariants,
  ...attemptInvariants,
  ...readinessInvariants,
  ...haltingInvariants,
};

/** What the event list of a run breaks, each with its name. */
export function brokenInvariants(run: RunFacts): readonly string[] {
  return Object.entries(invariants).flatMap(([name, invariant]) => {
    const complaint = invariant(run);
    return complaint === null ? [] : [`${name}: ${complaint}`];
  });
}
