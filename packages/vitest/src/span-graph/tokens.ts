import { nameCharacters } from "./node.ts";

/** A piece of one line of a span graph. */
export type Token =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "quoted"; readonly text: string }
  | { readonly kind: "arrow" | "comma" | "colon" };

const blanks = /\s+/uy;
const comment = /\/\/.*/uy;
const arrow = /<-|←/uy;
const word = new RegExp(nameCharacters, "uy");
const quoted = /"(?:[^"\\]|\\.)*"/uy;

/**
 * Splits a line; what follows `//` is left out.
 *
 * @throws Error whose message says what cannot be read
 */
export function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const next = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(line)?.[0] ?? null;
    at += match?.length ?? 0;
    return match;
  };
  while (at < line.length) {
    if (next(blanks) !== null || next(comment) !== null) continue;
    tokens.push(tokenAt(line, at, next));
  }
  return tokens;
}

function tokenAt(line: string, at: number, next: (pattern: RegExp) => string | null): Token {
  if (next(arrow) !== null) return { kind: "arrow" };
  if (next(/,/uy) !== null) return { kind: "comma" };
  if (next(/:/uy) !== null) return { kind: "colon" };
  const bare = next(word);
  if (bare !== null) return { kind: "word", text: bare };
  const literal = next(quoted);
  if (literal !== null) return { kind: "quoted", text: unquoted(literal) };
  const character = String.fromCodePoint(line.codePointAt(at)!); // at is within the line
  throw new Error(
    character === '"'
      ? "a double quote is not closed"
      : `unexpected ${JSON.stringify(character)}; write names with such characters in double quotes`,
  );
}

function unquoted(literal: string): string {
  try {
    return JSON.parse(literal) as string; // a JSON text in quotes is a string
  } catch {
    throw new Error(`${literal} is not a JSON string; write quotes and backslashes in it as \\" and \\\\`);
  }
}
