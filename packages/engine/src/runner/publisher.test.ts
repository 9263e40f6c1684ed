import { describe, expect, it } from "vitest";
import type { EmittedEvent, RunEvent } from "../core/events.ts";
import type { ObservedRun } from "../ports/observer.ts";
import { createPublisher } from "./publisher.ts";

const run: ObservedRun = { runId: "1", workflow: "w", resumedFrom: null };

describe("the publisher", () => {
  it("tells each observer of emitted events as of stored ones", () => {
    const told: [RunEvent | EmittedEvent, ObservedRun][] = [];
    const observer = { onEvent: (event: RunEvent | EmittedEvent, of: ObservedRun) => void told.push([event, of]) };
    const due: RunEvent = { type: "retry-due", path: "a", sequence: 1, time: 0 };
    const emitted: EmittedEvent = { type: "event-emitted", path: "a", event: "progress", data: 1, time: 0 };
    const publish = createPublisher([observer, observer]);
    publish([due], run);
    publish([emitted], run);
    expect(told).toEqual([[due, run], [due, run], [emitted, run], [emitted, run]]); // biome-ignore format: one line
  });

  it("keeps observers from what is emitted and cannot be frozen", () => {
    const data = new Map([["a", 1]]);
    const publish = createPublisher([
      {
        onEvent: (event) => {
          if (event.type === "event-emitted") (event.data as Map<string, number>).clear();
        },
      },
    ]);
    publish([{ type: "event-emitted", path: "a", event: null, data, time: 0 }], run);
    expect(data.size).toBe(1);
  });
});
