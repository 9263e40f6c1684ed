import type { RunEvent } from "../core/events.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { StoreError } from "../errors/value-errors.ts";
import type { Journal, Store } from "../ports/store.ts";
import { memoryStates } from "./memory-states.ts";

export interface MemoryStoreOptions {
  /** How many events of finished runs are kept, whole runs at a time, the oldest dropped first. Default 100,000. */
  readonly keepEvents?: number;
}

/**
 * Keeps events in memory, for as long as the process lives. The last finished run is always kept.
 *
 * @throws DefinitionError if `keepEvents` is not a number of at least 0
 */
export function memoryStore({ keepEvents = 100_000 }: MemoryStoreOptions = {}): Store {
  if (!(keepEvents >= 0)) {
    throw new DefinitionError(`memoryStore got keepEvents ${keepEvents}. Give a number of at least 0.`);
  }
  const journals = new Map<string, MemoryJournal>();
  /** The size of each finished run, the oldest first. */
  const finished = new Map<string, number>();
  let finishedEvents = 0;

  const keep = (runId: string, size: number) => {
    finished.set(runId, size);
    finishedEvents += size;
    for (const [oldest, oldestSize] of finished) {
      if (finishedEvents <= keepEvents || finished.size === 1) return;
      finishedEvents -= oldestSize;
      finished.delete(oldest);
      journals.delete(oldest);
    }
  };

  return {
    open(runId) {
      const known = journals.get(runId);
      if (known !== undefined) return known;
      const begin = () => {
        const other = journals.get(runId); // opened, like this one, before either began
        if (other !== undefined) checkPosition(runId, 0, other.length);
        journals.set(runId, journal);
      };
      const journal: MemoryJournal = new MemoryJournal(runId, begin, (size) => keep(runId, size));
      return journal;
    },
    list: () => [...journals.keys()],
    states: memoryStates(),
  };
}

class MemoryJournal implements Journal {
  readonly #runId: string;
  readonly #events: RunEvent[] = [];
  readonly #onBegin: () => void;
  readonly #onFinish: (size: number) => void;

  constructor(runId: string, onBegin: () => void, onFinish: (size: number) => void) {
    this.#runId = runId;
    this.#onBegin = onBegin;
    this.#onFinish = onFinish;
  }

  get length(): number {
    return this.#events.length;
  }

  append(position: number, events: readonly RunEvent[]): void {
    checkPosition(this.#runId, position, this.#events.length);
    if (position === 0) this.#onBegin();
    for (const event of events) this.#events.push(event);
    if (events.at(-1)?.type === "run-finished") this.#onFinish(this.#events.length);
  }

  read(position: number, limit: number): readonly RunEvent[] {
    return this.#events.slice(position, position + limit);
  }
}

function checkPosition(runId: string, position: number, length: number): void {
  if (position === length) return;
  throw new StoreError(
    `The journal of run ${JSON.stringify(runId)} holds ${length} events, not ${position}: another writer was here. Start the run under a runId of its own.`,
  );
}
