import type { RunEvent } from "stepspan";
import { describe, expect, it } from "vitest";
import { advance, eventLine, initialProgress, type Progress, progressLines } from "./progress.ts";
import { createStyle } from "./style.ts";

const style = createStyle(false);
const names = ["list", "countLines"];

function event(time: number, body: object): RunEvent {
  return { sequence: 1, time, ...body } as RunEvent; // as: the fields that progress does not look at are left out
}

const events = {
  queued: event(0, { type: "step-queued", path: "list" }),
  started: event(10, { type: "attempt-started", path: "list", attempt: 1 }),
  read: event(20, { type: "usage-added", path: "list", unit: "files", amount: 1200 }),
  tokens: event(20, { type: "usage-added", path: "list", unit: "tokens", amount: 5 }),
  retried: event(25, { type: "attempt-failed", path: "list", attempt: 1 }),
  succeeded: event(30, { type: "step-succeeded", path: "list", attempt: 1 }),
  failed: event(30, { type: "step-failed", path: "list", attempt: 1 }),
  cancelled: event(30, { type: "step-cancelled", path: "list" }),
  skipped: event(30, { type: "step-skipped", path: "countLines" }),
};

function progressAfter(...facts: readonly RunEvent[]): Progress {
  return facts.reduce(advance, initialProgress(names));
}

function linesAfter(...facts: readonly RunEvent[]): readonly string[] {
  return progressLines(progressAfter(...facts), { now: 110, spinner: "*", style });
}

describe("progressLines", () => {
  it("shows one line for each step before anything has happened", () => {
    expect(linesAfter()).toEqual(["· list        waiting", "· countLines  waiting"]);
  });

  it.each([
    [[events.queued], "· list        queued"],
    [[events.queued, events.started], "* list        running  100 ms"],
    [[events.started, events.read, events.tokens], "* list        running  100 ms  1,200 files"],
    [[events.started, events.retried], "· list        waiting"],
    [[events.started, events.read, events.succeeded], "✔ list        done  20 ms  1,200 files"],
    [[events.started, events.failed], "✘ list        failed  20 ms"],
    [[events.started, events.cancelled], "- list        cancelled  20 ms"],
    [[events.cancelled], "- list        cancelled"],
  ])("shows how far a step has come", (facts, expected) => {
    expect(linesAfter(...facts)[0]).toBe(expected);
  });

  it("shows skipped steps", () => {
    expect(linesAfter(events.skipped)[1]).toBe("- countLines  skipped");
  });

  it("leaves events of the run and of unknown steps alone", () => {
    const facts = [event(0, { type: "run-started" }), event(0, { type: "attempt-started", path: "other" })];

    expect(linesAfter(...facts)).toEqual(linesAfter());
  });
});

describe("eventLine", () => {
  it("tells the start and the end of each step", () => {
    expect(eventLine(progressAfter(events.started), events.started, style)).toBe("… list  started");
    expect(eventLine(progressAfter(events.started, events.succeeded), events.succeeded, style)).toBe(
      "✔ list  done  20 ms",
    );
    expect(eventLine(progressAfter(events.skipped), events.skipped, style)).toBe("- countLines  skipped");
  });

  it("tells nothing else", () => {
    expect(eventLine(progressAfter(events.queued), events.queued, style)).toBeNull();
    expect(eventLine(progressAfter(events.started, events.read), events.read, style)).toBeNull();
    expect(eventLine(progressAfter(), event(0, { type: "run-finished" }), style)).toBeNull();
  });
});
