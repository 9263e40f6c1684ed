import { type EventCall, parseEventDataNow } from "../borders/event-data.ts";
import type { EventDefinition } from "../context/event-definition.ts";
import type { EmittedEvent } from "../core/events.ts";

/** What an attempt tells those who listen outside. */
export interface Emitter {
  /** @throws DefinitionError, InputError, SerializationError */
  emit(event: EventDefinition, data: unknown): void;
  /** Tells an item of what the attempt streams; it is recorded already. */
  emitItem(item: unknown): void;
}

interface EmitterParts {
  readonly path: string;
  readonly step: string;
  readonly classes: EventCall["classes"];
  /** What an attempt that is over still emits is checked and told to nobody. */
  readonly isOpen: () => boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly tell: (event: EmittedEvent) => void;
}

/** `context.emit` of one attempt, and what its stream emits. */
export function createEmitter({ path, step, classes = null, isOpen, now, tell }: EmitterParts): Emitter {
  const call: EventCall = { place: `context.emit of step "${step}"`, classes };
  const tellOpen = (event: string | null, data: unknown) => {
    if (isOpen()) tell(Object.freeze({ type: "event-emitted", path, event, data, time: now() }));
  };
  return {
    emit(event, data) {
      const parsed = parseEventDataNow(event, data, call);
      tellOpen(event.name, parsed);
    },
    emitItem: (item) => tellOpen(null, item),
  };
}
