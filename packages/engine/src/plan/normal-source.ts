import { endOfPattern, endOfQuoted, endOfTemplate } from "./source-pieces.ts";

/** After these words a slash begins a regular expression. */
const wordsBeforePattern = new Set("return typeof case in of delete void throw new instanceof do else".split(" "));

/**
 * The source of a function without what formatters change: white space, comments and trailing commas. Strings, template
 * literals (with what they embed) and regular expressions stay as they are. It is no parser: where it takes a slash for
 * what it is not, it still gives the same text for the same source.
 */
export function normalSource(source: string): string {
  const pieces: string[] = [];
  let last = ""; // the piece before, held back commas included
  let isApart = false;
  let holdsComma = false;
  for (let at = 0; at < source.length; ) {
    const gap = endOfGap(source, at);
    if (gap > at) {
      isApart = true;
      at = gap;
      continue;
    }
    const end = endOfPiece(source, at, last);
    const piece = source.slice(at, end);
    if (holdsComma && !(closes(piece) && pieces.at(-1) !== "," && pieces.at(-1) !== "[")) pieces.push(",");
    holdsComma = piece === ",";
    if (isApart && wouldJoin(last, piece)) pieces.push(" ");
    if (!holdsComma) pieces.push(piece);
    last = piece;
    isApart = false;
    at = end;
  }
  return pieces.join("");
}

/** The end of white space, or of a comment, that begins here; the same place if there is none. */
function endOfGap(source: string, at: number): number {
  if (isSpace(source.charCodeAt(at))) return at + 1;
  if (source[at] !== "/") return at;
  const isLine = source[at + 1] === "/";
  if (!isLine && source[at + 1] !== "*") return at;
  const end = source.indexOf(isLine ? "\n" : "*/", at + 2);
  return end === -1 ? source.length : end + (isLine ? 0 : 2);
}

function endOfPiece(source: string, at: number, last: string): number {
  const first = source[at]!; // the caller stays within the source
  if (isWordAt(source, at)) {
    let end = at + 1;
    while (end < source.length && isWordAt(source, end)) end++;
    return end;
  }
  if (first === '"' || first === "'") return endOfQuoted(source, at);
  if (first === "`") return endOfTemplate(source, at);
  return first === "/" && mayPrecedePattern(last) ? endOfPattern(source, at) : at + 1;
}

function mayPrecedePattern(last: string): boolean {
  if (last === "" || wordsBeforePattern.has(last)) return true;
  return !isWordAt(last, 0) && !")]}\"'`/".includes(last.at(-1)!); // it is not empty
}

function wouldJoin(last: string, piece: string): boolean {
  if (last === "") return false;
  if (isWordAt(last, last.length - 1)) return isWordAt(piece, 0);
  return last === piece && (piece === "+" || piece === "-");
}

function closes(piece: string): boolean {
  return piece === ")" || piece === "]" || piece === "}";
}

function isSpace(code: number): boolean {
  return (
    code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff || code === 0x2028 || code === 0x2029
  );
}

/** A character of a name or of a number. */
function isWordAt(source: string, at: number): boolean {
  const code = source.charCodeAt(at);
  if (code > 127) return !isSpace(code);
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36
  );
}
