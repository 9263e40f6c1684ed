import { type Token, tokenizer } from "acorn";

/** A line break behind these can change what a program does. */
const endedByBreak: ReadonlySet<string> = new Set(["return", "break", "continue", "yield"]);
/** A line break before or behind these can. */
const movedByBreak: ReadonlySet<string> = new Set(["++", "--"]);

/**
 * The source of a function without its comments and with white space only as far as it matters. Native functions of one
 * name and all bound functions have the same.
 */
export function sourceText(fn: Function): string {
  const source = Function.prototype.toString.call(fn);
  try {
    return joined(source);
  } catch {
    return source; // too new for acorn
  }
}

function joined(source: string): string {
  const texts: string[] = [];
  let before: Token | null = null;
  for (const token of tokenizer(source, { ecmaVersion: "latest" })) {
    if (before !== null) texts.push(isBroken(source, before, token) ? "\n" : " ");
    texts.push(source.slice(token.start, token.end));
    before = token;
  }
  return texts.join("");
}

function isBroken(source: string, before: Token, token: Token): boolean {
  const [left, right] = [source.slice(before.start, before.end), source.slice(token.start, token.end)];
  if (!endedByBreak.has(left) && !movedByBreak.has(left) && !movedByBreak.has(right)) return false;
  return /[\n\r\u2028\u2029]/.test(source.slice(before.end, token.start));
}
