import type { WantedRuns } from "../../ports/leases.ts";
import type { Store } from "../../ports/store.ts";
import { expectSame } from "./checks.ts";
import { namesOf } from "./lives.ts";

/** Begins a term. */
export async function renew(store: Store, owner: string, now: number, until: number): Promise<void> {
  await store.leases.renew(owner, { now, until });
}

/** Takes, and the runs that were taken are of the owner then. */
export async function expectTaken(
  store: Store,
  owner: string,
  wanted: Omit<WantedRuns, "limit"> & { readonly limit?: number },
  expected: readonly string[],
): Promise<void> {
  const taken = await store.leases.take(owner, { limit: 100, ...wanted });
  expectSame(`What ${JSON.stringify(owner)} takes of ${JSON.stringify(wanted)}`, namesOf(taken), expected);
}
