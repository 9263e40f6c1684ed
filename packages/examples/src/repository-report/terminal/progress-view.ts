import type { RunEvent } from "stepspan";
import { advance, eventLine, initialProgress, progressLines } from "./progress.ts";
import type { Style } from "./style.ts";

const spinnerSigns = [..."⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"];
const frameMs = 100;

const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";
const clearToEnd = "\u001b[0J";

/** Where progress is written to: standard output, or what a test puts in its place. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly rows?: number;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows how a run goes while it goes. */
export interface ProgressView {
  show(event: RunEvent): void;
  /** Leaves the last state standing and gives the terminal back. */
  close(): void;
}

interface ProgressViewOptions {
  readonly screen: Screen;
  readonly style: Style;
  readonly stepNames: readonly string[];
  readonly isDumb?: boolean;
}

// Longer lines than the terminal's would break in two, and the next frame would begin on the wrong line.
const longestLine = 60;

/** Draws in place on a terminal that is large enough; elsewhere each event is a line of its own. */
export function createProgressView(options: ProgressViewOptions): ProgressView {
  const { screen, stepNames, isDumb = false } = options;
  const isLarge = (screen.rows ?? 24) > stepNames.length + 1 && (screen.columns ?? 80) > longestLine;
  return screen.isTTY === true && !isDumb && isLarge ? createDrawnView(options) : createListView(options);
}

function createListView({ screen, style, stepNames }: ProgressViewOptions): ProgressView {
  let progress = initialProgress(stepNames);
  return {
    show(event) {
      progress = advance(progress, event);
      const line = eventLine(progress, event, style);
      if (line !== null) screen.write(`${line}\n`);
    },
    close: () => undefined,
  };
}

function createDrawnView({ screen, style, stepNames }: ProgressViewOptions): ProgressView {
  let progress = initialProgress(stepNames);
  let frame = 0;
  let isDrawn = false;

  function draw(): void {
    const spinner = spinnerSigns[frame % spinnerSigns.length] ?? "";
    const lines = progressLines(progress, { now: Date.now(), spinner, style });
    const backToTop = isDrawn ? `\u001b[${lines.length}A` : hideCursor;
    screen.write(`${backToTop}\r${clearToEnd}${lines.map((line) => `${line}\n`).join("")}`);
    isDrawn = true;
  }

  const timer = setInterval(() => {
    frame += 1;
    draw();
  }, frameMs);
  draw();

  return {
    show(event) {
      progress = advance(progress, event);
    },
    close() {
      clearInterval(timer);
      draw();
      screen.write(showCursor);
    },
  };
}
