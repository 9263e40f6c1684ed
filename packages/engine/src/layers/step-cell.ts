import type { StoreError } from "../errors/value-errors.ts";
import type { StateKey, StateStore, VersionedValues } from "../ports/state-store.ts";
import type { StatePatch } from "../spans/span.ts";
import { StateValues } from "../state/state-values.ts";
import type { RecordValue } from "./state-rules.ts";
import { readStoredForm, replayChanges, storedForm } from "./step-values.ts";
import { refuseStaleAnswer, storeFailure } from "./store-failures.ts";

/** Where a cell keeps its values. */
export interface CellHome {
  readonly store: StateStore;
  readonly record: RecordValue;
  /** Told of each write that failed; what was to be written goes with a later change, or with a flush. */
  readonly onError: (error: StoreError) => void;
}

/**
 * The values of one step in this process, shared by all its attempts. Changes are visible at once. They are written one
 * write after another, those of one turn together; on what another process wrote meanwhile they are made again.
 */
export class StepCell {
  readonly #home: CellHome;
  readonly #key: StateKey;
  readonly #onUnwritten: () => void;
  #isLoaded = false;
  #loading: Promise<void> | null = null;
  #version = 0;
  #values = new StateValues(Object.freeze({}));
  #storedCalls = 0;
  /** What the store does not know of yet, and calls alike. */
  readonly #patches: StatePatch[] = [];
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

  /** Other ones after another process was first. */
  get values(): StateValues {
    return this.#values;
  }

  /** How often the step was called, as far as this process knows. */
  get processCount(): number {
    return this.#storedCalls + this.#calls;
  }

  get isWritten(): boolean {
    return this.#patches.length === 0 && this.#calls === 0;
  }

  /** Reads the values, unless that was done; a promise if the store needs one. @throws StoreError (or rejects with it) */
  load(): void | Promise<void> {
    if (this.#isLoaded || this.#loading !== null) return this.#loading ?? undefined;
    const read = this.#read();
    if (!(read instanceof Promise)) return this.#take(read);
    this.#loading = read
      .then((stored) => this.#take(stored))
      .finally(() => {
        this.#loading = null;
      });
    return this.#loading;
  }

  /** Is written with the next change, or by a flush: a count alone is not worth a write for each call. */
  countCall(): void {
    this.#calls++;
    this.#onUnwritten();
  }

  /** @throws StateError for patches that were not made for the values */
  change(patches: readonly StatePatch[]): void {
    this.#values.apply(patches);
    for (const patch of patches) this.#patches.push(patch);
    this.#onUnwritten();
    this.#write();
  }

  /** Waits until everything is written. @throws StoreError (rejects) if something could not be */
  async flush(): Promise<void> {
    await this.load();
    await this.#writing;
    if (!this.isWritten) await this.#write();
    if (this.#failure !== null && !this.isWritten) throw this.#failure;
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeAll()
      .then(() => {
        this.#failure = null;
      })
      .catch((thrown: unknown) => {
        this.#failure = storeFailure("write", this.#key, thrown);
        this.#home.onError(this.#failure);
      })
      .finally(() => {
        this.#writing = null;
        if (this.#failure === null && this.#patches.length > 0) this.#write(); // made since the last write ended
      });
    return this.#writing;
  }

  /** Goes on until nothing is left to write: each race that is lost means that another process has succeeded. */
  async #writeAll(): Promise<void> {
    await null; // changes that are made in the same turn go with this write
    while (!this.isWritten) {
      const [patches, calls, version] = [this.#patches.length, this.#calls, this.#version];
      const form = storedForm({ values: this.#values.all(), processCount: this.processCount });
      if (await this.#home.store.write(this.#key, version, form)) {
        this.#version = version + 1;
        this.#patches.splice(0, patches);
        this.#calls -= calls;
        this.#storedCalls += calls;
      } else {
        const stored = await this.#read();
        refuseStaleAnswer(this.#key, version, stored);
        this.#take(stored);
      }
    }
  }

  #take(stored: VersionedValues): void {
    const { values, processCount } = readStoredForm(this.#home.record(stored.values, "A stored step state"));
    this.#isLoaded = true;
    this.#version = stored.version;
    this.#storedCalls = processCount;
    this.#values = new StateValues(replayChanges(values, this.#patches, this.#values.all()));
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
}
