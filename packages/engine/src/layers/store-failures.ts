import { isInstance } from "../errors/is-instance.ts";
import { asSentence, describeThrown } from "../errors/thrown.ts";
import { StoreError } from "../errors/value-errors.ts";
import type { StateKey, VersionedValues } from "../ports/state-store.ts";

/** What a store threw, as an error that says whose values were meant. */
export function storeFailure(verb: "read" | "write", key: StateKey, thrown: unknown): StoreError {
  if (isInstance(thrown, StoreError)) return thrown;
  const reason = asSentence(describeThrown(thrown));
  return new StoreError(
    `The store could not ${verb} the ${named(key)}: ${reason} Mend the store; what was to be written is kept in this process.`,
    { cause: thrown },
  );
}

/** A write was refused for its version, but the store still has that version: trying again would never end. */
export function refuseStaleAnswer(key: StateKey, version: number, stored: VersionedValues): void {
  if (stored.version !== version) return;
  throw new StoreError(
    `The store refused to write the ${named(key)} over version ${version}, but has this version itself. A store refuses only if another writer came first: mend the store.`,
  );
}

function named({ workflow, step }: StateKey): string {
  const owner = `workflow ${JSON.stringify(workflow)}`;
  return step === null ? `flow state of ${owner}` : `state of step ${JSON.stringify(step)} of ${owner}`;
}
