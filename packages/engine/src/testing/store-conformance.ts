import type { Store } from "../ports/store.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import { classesOfCases } from "./conformance/amount.ts";
import { durationCases } from "./conformance/duration-cases.ts";
import { indexCases } from "./conformance/index-cases.ts";
import { journalCases } from "./conformance/journal-cases.ts";
import { leaseCases } from "./conformance/lease-cases.ts";
import { memoCases } from "./conformance/memo-cases.ts";
import { pruneCases } from "./conformance/prune-cases.ts";
import { reopenCases } from "./conformance/reopen-cases.ts";
import { runCases } from "./conformance/run-cases.ts";
import { stateCases } from "./conformance/state-cases.ts";
import { takingCases } from "./conformance/taking-cases.ts";
import { valueCases } from "./conformance/value-cases.ts";

/** An empty store to be tried, and what belongs to it. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Closes the store and opens what it kept, as another process would. Left out: it keeps nothing. */
  reopen?(): Promise<Store>;
  /** Called when the case is over, whether or not it was reopened. */
  close?(): Promise<void>;
}

/** Makes an empty store that keeps instances of these classes. */
export type CreateStore = (options: { readonly classes: ClassRegistry }) => Promise<StoreUnderTest>;

/** One thing that every store has to do. */
export interface ConformanceCase {
  /** A sentence about what a store does. */
  readonly name: string;
  /** Tries it on a store of its own. @throws AssertionError (rejects) that says what was expected and what came */
  run(): Promise<void>;
}

/**
 * What every store has to do, for any test runner:
 * `for (const { name, run } of storeConformance(create)) test(name, run);`
 *
 * @param create called once by each case
 */
export function storeConformance(create: CreateStore): readonly ConformanceCase[] {
  const cases = [
    ...journalCases,
    ...runCases,
    ...indexCases,
    ...pruneCases,
    ...leaseCases,
    ...takingCases,
    ...valueCases,
    ...stateCases,
    ...memoCases,
    ...durationCases,
    ...reopenCases,
  ];
  return cases.map(({ name, check }) => ({
    name,
    run: async () => {
      const made = await create({ classes: classesOfCases() });
      try {
        await check(made);
      } finally {
        await made.close?.();
      }
    },
  }));
}
