import type { EmittedEvent, Journal, MissedEvents, RunEvent } from "@stepspan/engine";
import { createEmissions, type Emissions } from "../../packages/engine/src/runner/emissions.ts";
import type { FollowedRun } from "../../packages/engine/src/runner/event-iterator.ts";

/** A run of which a test stores and emits the events by hand. */
export interface FollowedByHand extends FollowedRun {
  readonly emissions: Emissions;
  /** The emitted events that observers were told. */
  readonly observed: readonly EmittedEvent[];
  /** How many listeners the journal and the emissions have. */
  readonly listeners: { readonly stored: number; readonly emitted: number };
  /** Stores so many further events at once. */
  store(count?: number): void;
  emit(data: unknown): void;
  /** Ends the run. */
  finish(): void;
}

export interface FollowedOptions {
  /** Reads the journal otherwise than at once. */
  readonly read?: (events: readonly RunEvent[]) => ReturnType<Journal["read"]>;
  /** Keep what observers are told. Default: true. */
  readonly isObserved?: boolean;
}

export function createFollowedRun({
  read = (events) => events,
  isObserved = true,
}: FollowedOptions = {}): FollowedByHand {
  const events: RunEvent[] = [];
  const observed: EmittedEvent[] = [];
  const listeners = new Set<() => void>();
  let isOver = false;
  let emittedListeners = 0;
  const emissions = createEmissions({
    stored: () => events.length,
    isOver: () => isOver,
    redact: (event) => event,
    publish: (event) => void (isObserved && observed.push(event)),
  });
  const tellAll = () => {
    for (const listener of listeners) listener();
  };
  return {
    observed,
    get listeners() {
      return { stored: listeners.size, emitted: emittedListeners };
    },
    get stored() {
      return events.length;
    },
    get isOver() {
      return isOver;
    },
    journal: { read: (position, limit) => read(events.slice(position, position + limit)) },
    emissions: {
      emit: emissions.emit,
      listen(listener) {
        emittedListeners++;
        const unlisten = emissions.listen(listener);
        return () => {
          emittedListeners--;
          unlisten();
        };
      },
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    store(count = 1) {
      for (let added = 0; added < count; added++) events.push(storedEvent(events.length + 1));
      tellAll();
    },
    emit: (data) => emissions.emit(emittedEvent(data)),
    finish() {
      isOver = true;
      tellAll();
      listeners.clear();
    },
  };
}

/** What an iteration heard, in short: the sequence numbers of stored events, the data of emitted ones, what was missed. */
export function inShort(event: RunEvent | EmittedEvent | MissedEvents): unknown {
  if (event.type === "event-emitted") return event.data;
  return event.type === "events-missed" ? `${event.count} missed` : event.sequence;
}

function storedEvent(sequence: number): RunEvent {
  return Object.freeze({ type: "retry-due", path: "work", sequence, time: sequence });
}

function emittedEvent(data: unknown): EmittedEvent {
  return Object.freeze({ type: "event-emitted", path: "work", event: "progress", data, time: 0 });
}
