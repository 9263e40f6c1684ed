import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { EmittedEvent } from "../core/events.ts";
import { createEmitter } from "./emitter.ts";

const progress = { name: "progress", schema: z.number().transform((part) => part * 100) };

function emitterOf({ isOpen = true } = {}) {
  const told: EmittedEvent[] = [];
  let time = 10;
  const emitter = createEmitter({
    path: "outer/draft",
    step: "draft",
    classes: null,
    isOpen: () => isOpen,
    now: () => time++,
    tell: (event) => void told.push(event),
  });
  return { emitter, told };
}

describe("what a step emits", () => {
  it("is told with the name of the event, its parsed data, its place and its time, frozen", () => {
    const { emitter, told } = emitterOf();
    emitter.emit(progress, 0.5);
    expect(told).toEqual([{ type: "event-emitted", path: "outer/draft", event: "progress", data: 50, time: 10 }]);
    expect(Object.isFrozen(told[0])).toBe(true);
  });

  it("has no name if it is an item of a stream", () => {
    const { emitter, told } = emitterOf();
    emitter.emitItem("word");
    emitter.emitItem("word");
    expect(told.map(({ event, data, time }) => [event, data, time])).toEqual([[null, "word", 10], [null, "word", 11]]); // biome-ignore format: one line
  });

  it("is told to nobody if the schema refuses it", () => {
    const { emitter, told } = emitterOf();
    expect(() => emitter.emit(progress, "half")).toThrow(
      'The data of event "progress" does not match its schema: Invalid input: expected number, received string.',
    );
    expect(told).toEqual([]);
  });

  it("is told to nobody if the attempt is over, but checked all the same", () => {
    const { emitter, told } = emitterOf({ isOpen: false });
    emitter.emit(progress, 1);
    emitter.emitItem(1);
    expect(() => emitter.emit("progress" as never, 1)).toThrow(
      'context.emit of step "draft" got "progress" as its event. Give an event as defineEvent(name, schema) makes it.',
    );
    expect(told).toEqual([]);
  });
});
