import type { RunEvent } from "stepspan";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createProgressView, type Screen } from "./progress-view.ts";
import { createStyle } from "./style.ts";

const style = createStyle(false);
const stepNames = ["first", "second"];

const started = { sequence: 1, time: 0, type: "attempt-started", path: "first", attempt: 1 } satisfies RunEvent;
const succeeded = {
  sequence: 2,
  time: 5,
  type: "step-succeeded",
  path: "first",
  attempt: 1,
  output: null,
} satisfies RunEvent;

function createScreen(terminal: Omit<Screen, "write">): Screen & { readonly written: string[] } {
  const written: string[] = [];
  return { ...terminal, written, write: (text) => written.push(text) };
}

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

describe("createProgressView", () => {
  it("draws over its own lines on a terminal, and gives the cursor back", () => {
    const screen = createScreen({ isTTY: true, rows: 24, columns: 80 });
    const view = createProgressView({ screen, style, stepNames });
    view.show(started);
    vi.advanceTimersByTime(100);
    view.show(succeeded);
    view.close();
    vi.advanceTimersByTime(1000);

    expect(screen.written).toEqual([
      "\u001b[?25l\r\u001b[0J· first   waiting\n· second  waiting\n",
      "\u001b[2A\r\u001b[0J⠙ first   running  100 ms\n· second  waiting\n",
      "\u001b[2A\r\u001b[0J✔ first   done  5 ms\n· second  waiting\n",
      "\u001b[?25h",
    ]);
  });

  it.each<Omit<Screen, "write"> & { isDumb?: boolean }>([
    { isTTY: false },
    {},
    { isTTY: true, rows: 3, columns: 80 },
    { isTTY: true, rows: 24, columns: 40 },
    { isTTY: true, isDumb: true },
  ])("adds line after line, without escapes, where it cannot draw: %j", ({ isDumb = false, ...terminal }) => {
    const screen = createScreen(terminal);
    const view = createProgressView({ screen, style, stepNames, isDumb });
    view.show(started);
    view.show(succeeded);
    view.close();

    expect(screen.written).toEqual(["… first  started\n", "✔ first  done  5 ms\n"]);
  });
});
