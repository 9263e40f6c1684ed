import {
  createCodec,
  type Engine,
  type EngineOptions,
  encodeEvents,
  type Run,
  type RunEvent,
  type RunHandle,
  type RunSnapshot,
  type StateStore,
  type Store,
} from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { isJournaled } from "../../../support/journaled.ts";
import { createPrefixStore } from "../../../support/prefix-store.ts";
import { eventNamed } from "../build/events.ts";
import type { EventData, EventKind } from "../cases/form-case.ts";
import { Life, type Shared } from "./life.ts";

export type CreateEngine = (options: EngineOptions) => Engine;

/** What an engine of a host is made of. */
export interface EngineLifeParts {
  readonly number: number;
  /** What its clock begins with. */
  readonly time: number;
  /** Where values are kept that outlive the engine. */
  readonly states: StateStore;
  readonly shared: Shared;
  readonly concurrency: number;
  /** How many microtasks its store takes for an event. */
  readonly storeDelay: number;
  readonly createEngine: CreateEngine;
}

/** How long aborted attempts have in these runs. */
const gracePeriodMs = 25;

/** One of the engines that a run goes through, with its clock. */
export class EngineLife {
  readonly clock;
  readonly bodies: Life;
  readonly engine: Engine;
  readonly events: RunEvent[] = [];
  readonly #store: Store;
  emissions = 0;
  /** What came of the run; null while it is open. */
  end: Run | Error | null = null;
  /** Waits that were answered, in this engine or in one before it. */
  readonly answered: Map<string, number>;
  #isLeft = false;
  #handle: RunHandle | null = null;

  constructor({ number, time, states, shared, concurrency, storeDelay, createEngine }: EngineLifeParts) {
    this.clock = createManualClock(time);
    this.bodies = new Life(number, shared);
    const store = { ...createPrefixStore(storeDelay), states: this.#whileOpen(states) };
    this.#store = store;
    this.answered = shared.answered;
    this.engine = createEngine({
      clock: this.clock,
      store,
      concurrency,
      gracePeriod: gracePeriodMs,
      observers: [
        {
          onEvent: (event) => {
            if (isJournaled(event)) this.events.push(event);
            else if (event.type === "event-emitted") this.emissions++;
          },
        },
      ],
    });
  }

  get handle(): RunHandle {
    return this.#handle!; // it is followed before anybody asks
  }

  follow(handle: RunHandle): void {
    this.#handle = handle;
    handle.result.then(
      (run) => {
        this.end = run;
      },
      (error: Error) => {
        this.end = error;
      },
    );
  }

  /** What comes too late is refused, and nobody minds. */
  send(kind: EventKind, data: EventData, to?: string): void {
    this.handle.send(eventNamed(kind), data, to === undefined ? {} : { to }).catch(() => undefined);
  }

  journal(): Promise<readonly RunEvent[]> {
    return Promise.resolve(this.#store.open("run").read(0, Number.POSITIVE_INFINITY));
  }

  /** What can be known of the run if the engine is lost now; null if it is over. */
  async crash(): Promise<RunSnapshot | null> {
    const events = await this.journal();
    const first = events[0];
    if (first?.type !== "run-started" || events.at(-1)?.type === "run-finished") return null;
    const { runId, workflow } = first;
    const encoded = encodeEvents(events, createCodec());
    return { format: "stepspan-run", version: 1, runId, workflow, resources: first.resources, events: encoded };
  }

  /** Until nothing happens any more by itself. */
  async rest(): Promise<void> {
    for (let count = 0; count < 1000; count++) {
      await new Promise<void>((resolve) => setImmediate(resolve)); // the event loop comes round after all microtasks
      if (this.clock.nextTimer === null || this.clock.nextTimer > this.clock.now()) return;
      this.clock.advance(0);
    }
    throw new Error("A run does not come to rest: its timers are due again and again.");
  }

  /** An engine that is left behind is closed, which cancels its run: what that still writes is not kept. */
  #whileOpen(states: StateStore): StateStore {
    return {
      read: (key) => states.read(key),
      write: (key, version, values) => this.#isLeft || states.write(key, version, values),
    };
  }

  /** Closes the engine; its bodies do nothing more. */
  async leave(): Promise<void> {
    this.#isLeft = true;
    this.bodies.end();
    let isClosed = false;
    void this.engine.close().then(() => {
      isClosed = true;
    });
    for (let count = 0; !isClosed; count++) {
      if (count > 20) throw new Error("The engine does not close.");
      await this.rest();
      if (!isClosed) this.clock.advance(gracePeriodMs);
    }
  }
}
