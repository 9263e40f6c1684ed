import { type RunEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { widthOf } from "../text/columns.ts";
import { createStyle } from "../text/style.ts";
import { pictureOf } from "./picture.ts";
import { createRunProgress, type RunProgress } from "./run-progress.ts";

const run = () => 1;
const flow = workflow("flow")
  .step("first", { run })
  .step("second", { run })
  .step("日本語の長い名前です", { run })
  .step("last", { when: () => false, run });

/** The fields of events that a picture has no use for are left out. */
function progressOf(events: readonly object[]): RunProgress {
  const progress = createRunProgress(flow.plan);
  events.forEach((event, index) => void progress.apply({ sequence: index + 1, ...event } as RunEvent));
  return progress;
}

const third = "日本語の長い名前です";
const events = [
  { type: "run-started", runId: "r", workflow: "flow", time: 1000 },
  { type: "step-queued", path: "first", time: 1000 },
  { type: "attempt-started", path: "first", attempt: 1, time: 1000 },
  { type: "step-queued", path: "second", time: 1000 },
  { type: "step-succeeded", path: "first", attempt: 1, time: 1500 },
  { type: "attempt-started", path: "second", attempt: 1, time: 1500 },
  { type: "attempt-failed", path: "second", attempt: 1, error: new Error("busy\nvery"), retryAt: 2200, time: 1700 },
  { type: "retry-due", path: "second", time: 2200 },
  { type: "attempt-started", path: "second", attempt: 2, time: 2200 },
  { type: "wait-started", path: third, wait: 1, event: "go", dueAt: null, time: 2200 },
  { type: "step-skipped", path: "last", because: { kind: "guard" }, time: 2200 },
];

const frame = { now: 3000, columns: 80, lines: 24, spinner: "*", style: createStyle(false) };

describe("the picture of a run", () => {
  it("has a sign, a bar in time, a duration and a remark for each step", () => {
    expect(pictureOf(progressOf(events), frame)).toEqual([
      "✔ first                 █████                  500 ms",
      "* second                ░░░░███░░░████████      1.5 s  attempt 2 · busy",
      "⏸ 日本語の長い名前です            ░░░░░░░░     800 ms  waits · for go",
      "⊘ last                                                 skipped · its guard sa…",
      "* flow runs · 2 s · 2 of 4 steps done · 1 running",
    ]);
  });

  it("fits: lines are no wider than the terminal, and no more than it has", () => {
    for (let columns = 3; columns < 100; columns++) {
      for (const lines of [1, 2, 3, 5]) {
        const picture = pictureOf(progressOf(events), { ...frame, columns, lines });
        expect(picture.length).toBeLessThanOrEqual(lines);
        expect(picture.filter((line) => widthOf(line) > columns)).toEqual([]);
      }
    }
  });

  it("folds to few lines: what runs stays, the others are counted", () => {
    expect(
      pictureOf(progressOf(events), { ...frame, lines: 4 }).map((line) => line.replaceAll(/ +[░█ ]+/g, "  ")),
    ).toEqual([
      "* second  1.5 s  attempt 2 · busy",
      "⏸ 日本語の長い名前です  800 ms  waits · for go",
      "… 2 more: 1 succeeded, 1 skipped",
      "* flow runs · 2 s · 2 of 4 steps done · 1 running",
    ]);
  });

  it("is the last one when the run is over", () => {
    const over = [...events, { type: "run-finished", status: "cancelled", output: null, errors: [], time: 2500 }];
    expect(pictureOf(progressOf(over), frame).at(-1)).toBe("⊘ flow cancelled · 1.5 s · 2 of 4 steps done · 1 running");
  });
});
