import type { StoreUnderTest } from "../store-conformance.ts";

/** What is tried of a store. */
export interface StoreCase {
  readonly name: string;
  readonly check: (made: StoreUnderTest) => Promise<void>;
}
