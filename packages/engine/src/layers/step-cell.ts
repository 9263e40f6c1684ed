import type { StoreError } from "../errors/value-errors.ts";
import type { StateKey, StateStore, VersionedValues } from "../ports/state-store.ts";
import type { StatePatch } from "../spans/span.ts";
import { applyStatePatches } from "../state/apply-state-patches.ts";
import type { RecordValue, Values } from "./state-rules.ts";
import { type PendingChange, readStoredForm, replayChanges, storedForm } from "./step-values.ts";
import { refuseStaleAnswer, storeFailure } from "./store-failures.ts";
import { whenKnown } from "./when-known.ts";

/** Where a cell keeps its values. */
export interface CellHome {
  readonly store: StateStore;
  readonly record: RecordValue;
  /** Told of each write that failed; what was to be written goes with a later change, or with a flush. */
  readonly onError: (error: StoreError) => void;
}

/**
 * The values of one step in this process, shared by all its attempts. Changes are visible at once, and written through
 * one write after another; what another process wrote meanwhile is read again, and the changes are made on that.
 */
export class StepCell {
  readonly #home: CellHome;
  readonly #key: StateKey;
  readonly #onUnwritten: () => void;
  #isLoaded = false;
  #loading: Promise<void> | null = null;
  #version = 0;
  #values: Values = Object.freeze({});
  #storedCalls = 0;
  /** What the store does not know of yet. */
  readonly #changes: PendingChange[] = [];
  #calls = 0;
  /** Never rejects. */
  #writing: Promise<void> | null = null;
  #failure: StoreError | null = null;

  /** @param onUnwritten called when there is something to write */
  constructor(home: CellHome, key: StateKey, onUnwritten: () => void) {
    this.#home = home;
    this.#key = key;
    this.#onUnwritten = onUnwritten;
  }

  get values(): Values {
    return this.#values;
  }

  /** How often the step was called, as far as this process knows. */
  get processCount(): number {
    return this.#storedCalls + this.#calls;
  }

  get isWritten(): boolean {
    return this.#changes.length === 0 && this.#calls === 0;
  }

  /** Reads the values, unless that was done; a promise if the store needs one. @throws StoreError (or rejects with it) */
  load(): void | Promise<void> {
    if (this.#isLoaded || this.#loading !== null) return this.#loading ?? undefined;
    const loading = whenKnown(this.#read(), (stored) => this.#take(stored));
    if (!(loading instanceof Promise)) return;
    this.#loading = loading.finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  /** Is written with the next change, or by a flush: a count alone is not worth a write for each call. */
  countCall(): void {
    this.#calls++;
    this.#onUnwritten();
  }

  /** @throws StateError for patches that were not made for the values; nothing has changed */
  change(patches: readonly StatePatch[]): void {
    this.#values = applyStatePatches(this.#values, patches);
    this.#changes.push({ patches, after: this.#values });
    this.#onUnwritten();
    this.#write();
  }

  /** Waits until everything is written. @throws StoreError (rejects) if something could not be */
  async flush(): Promise<void> {
    await this.load();
    await this.#writing;
    this.#write();
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  #write(): void {
    if (this.#writing !== null) return;
    this.#failure = null;
    try {
      const writing = this.#writeOn();
      if (!(writing instanceof Promise)) return;
      this.#writing = writing
        .catch((thrown: unknown) => this.#fail(thrown))
        .then(() => {
          this.#writing = null;
          if (this.#failure === null && this.#changes.length > 0) this.#write(); // made since the last write ended
        });
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  /** Writes until nothing is left to write. */
  #writeOn(): void | Promise<void> {
    if (this.isWritten) return;
    const [changes, calls, version] = [this.#changes.length, this.#calls, this.#version];
    const form = storedForm({ values: this.#values, processCount: this.processCount });
    return whenKnown(this.#home.store.write(this.#key, version, form), (isDone) => {
      if (!isDone) return whenKnown(this.#read(), (stored) => this.#takeOther(version, stored));
      this.#version = version + 1;
      this.#changes.splice(0, changes);
      this.#calls -= calls;
      this.#storedCalls += calls;
      return this.#writeOn();
    });
  }

  #takeOther(version: number, stored: VersionedValues): void | Promise<void> {
    refuseStaleAnswer(this.#key, version, stored);
    this.#take(stored);
    return this.#writeOn();
  }

  #take(stored: VersionedValues): void {
    const { values, processCount } = readStoredForm(this.#home.record(stored.values, "A stored step state"));
    this.#isLoaded = true;
    this.#version = stored.version;
    this.#storedCalls = processCount;
    this.#values = replayChanges(values, this.#changes);
  }

  #read(): VersionedValues | Promise<VersionedValues> {
    const fail = (thrown: unknown): never => {
      throw storeFailure("read", this.#key, thrown);
    };
    try {
      const read = this.#home.store.read(this.#key);
      return read instanceof Promise ? read.catch(fail) : read;
    } catch (thrown) {
      return fail(thrown);
    }
  }

  #fail(thrown: unknown): void {
    this.#failure = storeFailure("write", this.#key, thrown);
    this.#home.onError(this.#failure);
  }
}
