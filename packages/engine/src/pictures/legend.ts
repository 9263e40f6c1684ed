import { element, type Markup, textElement } from "./svg-element.ts";
import { textWidth } from "./text-width.ts";

/** A sample, drawn from 0 0 to its width around the middle of the line, and what it means. */
export interface LegendEntry {
  readonly sample: Markup;
  readonly width: number;
  readonly words: string;
}

/** What explains a picture: entries beside each other, in as many lines as they need. */
export interface Legend {
  readonly height: number;
  readonly body: Markup;
}

const lineHeight = 22;
const gap = 22;
const margin = 7;
const fontSize = 11;

/** Draws the entries into so many pixels, the first line around `y`. */
export function legendOf(entries: readonly LegendEntry[], x: number, y: number, width: number): Legend {
  let [left, line] = [0, 0];
  const drawn = entries.map((entry) => {
    const needed = entry.width + margin + textWidth(entry.words, fontSize);
    if (left > 0 && left + needed > width) [left, line] = [0, line + 1];
    const place = `translate(${Math.round(x + left)} ${y + line * lineHeight})`;
    left += needed + gap;
    const words = textElement("text", { class: "small", x: entry.width + margin, y: 4 }, entry.words);
    return element("g", { transform: place }, entry.sample, words);
  });
  return { height: entries.length === 0 ? 0 : (line + 1) * lineHeight, body: drawn.join("") };
}
