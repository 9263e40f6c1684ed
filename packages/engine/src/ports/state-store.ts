/** Whose values they are: a workflow's flow state, or the state of one of its steps. */
export interface StateKey {
  readonly workflow: string;
  /** Null for the flow state. */
  readonly step: string | null;
}

/** Values at one moment. */
export interface VersionedValues {
  readonly values: Readonly<Record<string, unknown>>;
  /** Grows by 1 with each write; 0 if nothing was written yet. */
  readonly version: number;
}

/** Where values are kept that outlive runs. */
export interface StateStore {
  read(key: StateKey): VersionedValues | Promise<VersionedValues>;
  /**
   * Replaces the values, if they still are of this version.
   *
   * @returns whether they were: false if another writer came first
   */
  write(key: StateKey, version: number, values: Readonly<Record<string, unknown>>): boolean | Promise<boolean>;
}
