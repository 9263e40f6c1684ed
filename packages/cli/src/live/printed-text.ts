import { StringDecoder } from "node:string_decoder";
import { visibleText } from "@stepspan/engine/reading";

/** Gathers what code of users prints until a line is whole, so that it can stand above a picture. */
export interface PrintedText {
  /** @returns the lines that are whole now, each with its end; empty for none */
  take(bytes: Uint8Array | string, encoding?: BufferEncoding): string;
  /** What is left without the end of a line. */
  rest(): string;
}

/** Longer lines are broken: somebody may print without end. */
const longestLine = 16_384;

/** Colours are left to users, all other sequences could leave their line, and are shown as text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const colour = /(\u001b\[[\d;]*m)/;

export function createPrintedText(): PrintedText {
  const decoder = new StringDecoder("utf8");
  let open = "";
  const close = (text: string) => {
    const lines = text.split("\n");
    return lines.map((line) => `${harmless(line.replace(/\r$/, ""))}\n`).join("");
  };
  return {
    take(bytes, encoding) {
      open += typeof bytes !== "string" ? decoder.write(Buffer.from(bytes)) : encodedText(bytes, encoding);
      const end = open.lastIndexOf("\n");
      const isLong = open.length - end > longestLine;
      if (end === -1 && !isLong) return "";
      const whole = isLong ? open : open.slice(0, end);
      open = isLong ? "" : open.slice(end + 1);
      return close(whole);
    },
    rest() {
      const last = open + decoder.end();
      open = "";
      return last === "" ? "" : close(last);
    },
  };
}

/** Node takes texts in other encodings as well. */
function encodedText(text: string, encoding: BufferEncoding | undefined): string {
  return encoding === undefined || encoding === "utf8" || encoding === "utf-8"
    ? text
    : Buffer.from(text, encoding).toString("utf8");
}

function harmless(line: string): string {
  return line
    .split(colour)
    .map((piece, index) => (index % 2 === 1 ? piece : visibleText(piece.replaceAll("\t", "    "))))
    .join("")
    .concat(line.includes("\u001b[") ? "\u001b[0m" : "");
}
