import { styleText } from "node:util";

/** Writes text in a colour, or as it is. */
export interface Style {
  heading(text: string): string;
  quiet(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  busy(text: string): string;
  uneasy(text: string): string;
}

type Format = Parameters<typeof styleText>[0];

/** The way text is written where `isColored`, and where it is not. */
export function createStyle(isColored: boolean): Style {
  const writer = (format: Format) => (text: string) =>
    isColored && text !== "" ? styleText(format, text, { validateStream: false }) : text;
  return {
    heading: writer("bold"),
    quiet: writer("dim"),
    good: writer("green"),
    bad: writer("red"),
    busy: writer("cyan"),
    uneasy: writer("yellow"),
  };
}

/**
 * Whether a stream gets colours: a terminal does. `FORCE_COLOR` (anything but 0 and false) says so for any stream,
 * `NO_COLOR` (anything) says no, and so does a terminal that calls itself dumb.
 *
 * @see https://no-color.org
 * @see https://force-color.org
 */
export function wantsColor(isTerminal: boolean, { FORCE_COLOR, NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (FORCE_COLOR === "0" || FORCE_COLOR === "false") return false;
  if (FORCE_COLOR) return true;
  return isTerminal && !NO_COLOR && TERM !== "dumb";
}
