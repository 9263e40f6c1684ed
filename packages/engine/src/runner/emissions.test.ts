import { describe, expect, it } from "vitest";
import type { EmittedEvent } from "../core/events.ts";
import { createEmissions, type Emission } from "./emissions.ts";

const progress: EmittedEvent = { type: "event-emitted", path: "work", event: "progress", data: 1, time: 0 };

describe("what a run emits", () => {
  it("is told to the observers and to those who listen now, with its place in the journal", () => {
    const observed: EmittedEvent[] = [];
    const heard: Emission[] = [];
    let stored = 3;
    const emissions = createEmissions({
      stored: () => stored,
      isOver: () => false,
      redact: (event) => event,
      publish: (event) => void observed.push(event),
    });
    emissions.emit(progress);
    const unlisten = emissions.listen((emission) => heard.push(emission));
    emissions.emit(progress);
    stored = 7;
    emissions.emit(progress);
    unlisten();
    emissions.emit(progress);
    expect(observed).toHaveLength(4);
    expect(heard.map(({ afterSequence }) => afterSequence)).toEqual([3, 7]);
    expect(heard.every(({ event }) => event === progress)).toBe(true);
  });

  it("is told as it may be told", () => {
    const told: unknown[] = [];
    const emissions = createEmissions({
      stored: () => 0,
      isOver: () => false,
      redact: (event) => ({ ...event, data: "[redacted]" }),
      publish: (event) => void told.push(event.data),
    });
    emissions.listen(({ event }) => told.push(event.data));
    emissions.emit(progress);
    expect(told).toEqual(["[redacted]", "[redacted]"]);
  });

  it("is nothing once the run is over", () => {
    const told: unknown[] = [];
    const emissions = createEmissions({
      stored: () => 0,
      isOver: () => true,
      redact: (event) => event,
      publish: (event) => void told.push(event),
    });
    emissions.listen((emission) => told.push(emission));
    emissions.emit(progress);
    expect(told).toEqual([]);
  });
});
