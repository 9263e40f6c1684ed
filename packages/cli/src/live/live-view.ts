import type { Output } from "../outcome/output.ts";
import { createLiveArea } from "./live-area.ts";
import { pictureOf } from "./picture.ts";
import { createPrintedText } from "./printed-text.ts";
import type { RunProgress } from "./run-progress.ts";
import type { RunView } from "./run-view.ts";
import { logLine } from "./view-lines.ts";

const spinner = [..."⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"];
const [hideCursor, showCursor] = ["\u001b[?25l", "\u001b[?25h"];

/** Milliseconds between two pictures; more if it takes long to draw one, so that most of the time is the run's. */
const [frameMs, shareOfDrawing] = [80, 20];

/**
 * A picture of the run in place, on a terminal. What code of users prints meanwhile stands above it, line by line. It
 * keeps no process alive: its timer is a background one.
 */
export function createLiveView({ notes, divert }: Output, progress: RunProgress): RunView {
  const area = createLiveArea(notes);
  const printed = createPrintedText();
  let frame = 0;
  let timer: NodeJS.Timeout | null = null;

  const draw = () => {
    const lines = pictureOf(progress, {
      now: Date.now(),
      columns: Math.max(1, notes.columns - 1), // at the last column terminals differ
      lines: Math.max(1, notes.rows - 1), // the cursor has a line of its own
      spinner: spinner[frame % spinner.length]!, // an index of it
      style: notes.style,
    });
    area.draw(lines);
  };

  const drawAndWait = () => {
    const began = performance.now();
    draw();
    frame += 1;
    timer = setTimeout(drawAndWait, Math.max(frameMs, shareOfDrawing * (performance.now() - began))).unref();
  };

  const above = (text: string) => {
    if (text !== "") area.writeAbove(text);
  };
  const endDiversion = divert((bytes, encoding) => above(printed.take(bytes, encoding)));
  const endResizing = notes.onResize(draw);
  const giveCursorBack = () => notes.write(showCursor);
  process.once("exit", giveCursorBack); // however it ends
  notes.write(hideCursor);
  drawAndWait();

  return {
    show(event, isPast) {
      progress.apply(event);
      const log = isPast ? null : logLine(event, notes.style);
      if (log !== null) above(`${log}\n`);
    },
    tell(lines) {
      above(lines.map((line) => `${line}\n`).join(""));
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      endDiversion();
      endResizing();
      above(printed.rest());
      draw();
      area.leave();
      process.off("exit", giveCursorBack);
      giveCursorBack();
    },
  };
}
