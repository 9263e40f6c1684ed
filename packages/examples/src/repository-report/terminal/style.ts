import { styleText } from "node:util";

/** Writes text in a colour, or as it is. */
export interface Style {
  heading(text: string): string;
  quiet(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  busy(text: string): string;
}

type Format = Parameters<typeof styleText>[0];

/** The way text is written where `isColored`, and where it is not. */
export function createStyle(isColored: boolean): Style {
  const writer = (format: Format) => (text: string) =>
    isColored ? styleText(format, text, { validateStream: false }) : text;
  return {
    heading: writer("bold"),
    quiet: writer("dim"),
    good: writer("green"),
    bad: writer("red"),
    busy: writer("cyan"),
  };
}

/**
 * True for a terminal, unless its user asks for none.
 *
 * @see https://no-color.org
 */
export function wantsColor(isTerminal: boolean, environment: NodeJS.ProcessEnv): boolean {
  return isTerminal && !environment.NO_COLOR && environment.TERM !== "dumb";
}
