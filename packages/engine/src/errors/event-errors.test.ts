import { describe, expect, it } from "vitest";
import { StepspanError } from "./base.ts";
import { UnhandledEventsError } from "./event-errors.ts";

describe("UnhandledEventsError", () => {
  it("names the events, each once, and says how to take them", () => {
    const error = new UnhandledEventsError("report", ["paid", "sent", "paid"]);
    expect(error.message).toBe(
      'Workflow "report" ended with 3 events that no step took: "paid", "sent". Write a step with on() or wait() for them, or send them to a run that waits for them.',
    );
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "UnhandledEventsError", code: "UNHANDLED_EVENTS" });
    expect(error.events).toEqual(["paid", "sent", "paid"]);
  });

  it("names no more than ten of them", () => {
    const names = Array.from({ length: 11 }, (_, index) => `e${index}`);
    expect(new UnhandledEventsError("report", names).message).toContain('11 events that no step took: "e0", ');
    expect(new UnhandledEventsError("report", names).message).toContain('"e9". Write');
    expect(new UnhandledEventsError("report", ["one"]).message).toContain(
      'ended with 1 event that no step took: "one"',
    );
  });
});
