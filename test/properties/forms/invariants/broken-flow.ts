import { attemptTimeInvariants } from "./attempt-times.ts";
import { attemptInvariants } from "./attempts.ts";
import type { FlowFacts, FlowInvariant } from "./flow-facts.ts";
import { itemInvariants } from "./items.ts";
import { raceInvariants } from "./races.ts";
import { settlementInvariants } from "./settlements.ts";
import { stopInvariants } from "./stops.ts";
import { waitInvariants } from "./waits.ts";

const invariants: Readonly<Record<string, FlowInvariant>> = {
  ...settlementInvariants,
  ...attemptInvariants,
  ...attemptTimeInvariants,
  ...waitInvariants,
  ...itemInvariants,
  ...raceInvariants,
  ...stopInvariants,
};

/** What the event list of a run breaks, with the name of the invariant; null if all hold. */
export function brokenFlow(facts: FlowFacts): string | null {
  for (const [name, invariant] of Object.entries(invariants)) {
    const complaint = invariant(facts);
    if (complaint !== null) return `${name}: ${complaint}`;
  }
  return null;
}
