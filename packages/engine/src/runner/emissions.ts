import type { EmittedEvent } from "../core/events.ts";

/** An emitted event in its place among those of the journal. */
export interface Emission {
  readonly event: EmittedEvent;
  /** The sequence number of the last event that was stored before it; 0 if there was none. */
  readonly afterSequence: number;
}

/** What the steps of one run emit. It is told to those who listen now, and kept nowhere. */
export interface Emissions {
  /** Does nothing once the run is over. */
  emit(event: EmittedEvent): void;
  /** Calls for each event that is emitted from now on; returns a function that takes the listener back. */
  listen(listener: (emission: Emission) => void): () => void;
}

interface EmissionsParts {
  /** How many events of the run are stored. */
  readonly stored: () => number;
  readonly isOver: () => boolean;
  /** What of an event may be told. */
  readonly redact: (event: EmittedEvent) => EmittedEvent;
  /** Tells the observers of the engine. */
  readonly publish: (event: EmittedEvent) => void;
}

/** The emissions of one run; without a listener nothing is made for an event. */
export function createEmissions({ stored, isOver, redact, publish }: EmissionsParts): Emissions {
  let listeners: Set<(emission: Emission) => void> | null = null;
  return {
    emit(emitted) {
      if (isOver()) return;
      const event = redact(emitted);
      publish(event);
      if (listeners === null || listeners.size === 0) return;
      const emission: Emission = { event, afterSequence: stored() };
      for (const listener of listeners) listener(emission);
    },
    listen(listener) {
      const all = listeners ?? new Set();
      listeners = all;
      all.add(listener);
      return () => all.delete(listener);
    },
  };
}
