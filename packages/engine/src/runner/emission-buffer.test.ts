import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import type { EmittedEvent, MissedEvents } from "../core/events.ts";
import { EmissionBuffer } from "./emission-buffer.ts";
import type { Emission } from "./emissions.ts";

type Step = { readonly kind: "add"; readonly stored: number } | { readonly kind: "take"; readonly ahead: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("add" as const), stored: fc.nat(2) }),
    fc.record({ kind: fc.constant("take" as const), ahead: fc.nat(3) }),
  ),
  { maxLength: 60 },
);

/** The same with a plain list of all that was not taken, which is walked from the start each time. */
class SlowBuffer {
  #list: { emission: Emission; isMissed: boolean }[] = [];
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(emission: Emission): void {
    this.#list.push({ emission, isMissed: false });
    const kept = this.#list.filter(({ isMissed }) => !isMissed);
    if (kept.length > this.#capacity) kept[0]!.isMissed = true;
  }

  take(sequence: number): EmittedEvent | MissedEvents | undefined {
    const [first] = this.#list;
    if (first === undefined || first.emission.afterSequence > sequence) return undefined;
    const missed = this.#list.filter(({ isMissed }) => isMissed).length;
    this.#list = this.#list.slice(missed === 0 ? 1 : missed);
    return missed === 0 ? first.emission.event : { type: "events-missed", count: missed };
  }
}

function emission(data: number, afterSequence: number): Emission {
  return { event: { type: "event-emitted", path: "work", event: null, data, time: 0 }, afterSequence };
}

function play(buffer: EmissionBuffer | SlowBuffer, played: readonly Step[]): unknown[] {
  let stored = 0;
  let heard = 0;
  return played.map((step, index) => {
    if (step.kind === "add") {
      stored += step.stored;
      return buffer.add(emission(index, stored));
    }
    heard = Math.min(stored, heard + step.ahead);
    return buffer.take(heard);
  });
}

describe("a buffer of emitted events", () => {
  it("gives and drops what a plain list would", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), steps, (capacity, played) => {
        expect(play(new EmissionBuffer(capacity), played)).toEqual(play(new SlowBuffer(capacity), played));
      }),
      trials("a buffer of emitted events", 2000),
    );
  });

  it("is empty once it was cleared", () => {
    const buffer = new EmissionBuffer(1);
    buffer.add(emission(1, 0));
    buffer.add(emission(2, 0));
    buffer.clear();
    expect(buffer.take(0)).toBeUndefined();
    buffer.add(emission(3, 0));
    expect(buffer.take(0)).toMatchObject({ data: 3 });
  });
});
