import { type Codec, type EncodedJson, fromJson, type StateKey, type VersionedValues } from "@stepspan/engine";

/** What the object of a state answers to `read`. */
export interface KeptState {
  /** Grows by 1 with each write; 0 if nothing was written yet. */
  readonly version: number;
  readonly values: EncodedJson | null;
}

/** What it is given to `write`: it answers whether the values still were of this version. */
export interface StateWrite {
  readonly version: number;
  readonly values: EncodedJson;
}

/** The key of the object that keeps the values. */
export function stateKeyOf({ workflow, step }: StateKey): string {
  return JSON.stringify([workflow, step]);
}

export function readState({ version, values }: KeptState, codec: Codec): VersionedValues {
  if (values === null) return { version, values: {} };
  const what = "A stored state";
  return { version, values: codec.decode(fromJson(values, what), what) as VersionedValues["values"] }; // an object was written
}
