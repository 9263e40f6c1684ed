import { widthOf } from "../text/columns.ts";

/** The last lines of a terminal, which are drawn again and again in their place. */
export interface LiveArea {
  /** Draws these lines in place of those that were drawn before. None of them is wider than the terminal. */
  draw(lines: readonly string[]): void;
  /** Writes text above the lines; it ends with the end of a line. */
  writeAbove(text: string): void;
  /** Leaves the lines as they are: what is drawn next stands below them. */
  leave(): void;
}

/** The terminal, as far as an area needs it. */
export interface AreaTerminal {
  readonly columns: number;
  write(text: string): void;
}

const [clearLine, clearBelow] = ["\u001b[K", "\u001b[J"];

/**
 * An area over escape codes that all terminals know: back to its first line, clear to the end. Terminals that became
 * narrower have broken the lines in several, so the way back is counted in the lines that they take now.
 */
export function createLiveArea(terminal: AreaTerminal): LiveArea {
  let drawn: readonly string[] = [];

  const backToTop = (): string => {
    const columns = Math.max(1, terminal.columns);
    const taken = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
    return taken === 0 ? "" : `\u001b[${taken}A\r`;
  };

  return {
    draw(lines) {
      // One write for each picture, and no line is cleared before it is drawn: so nothing flickers.
      terminal.write(`${backToTop()}${lines.map((line) => `${line}${clearLine}\n`).join("")}${clearBelow}`);
      drawn = lines;
    },
    writeAbove(text) {
      terminal.write(`${backToTop()}${clearBelow}${text}${drawn.map((line) => `${line}\n`).join("")}`);
    },
    leave() {
      drawn = [];
    },
  };
}
