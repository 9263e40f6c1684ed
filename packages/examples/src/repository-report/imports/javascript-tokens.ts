/** A piece of JavaScript or TypeScript source. */
export interface JavaScriptToken {
  /** A string's `text` is what stands between its quotes; `template` stands for any text in backticks. */
  readonly kind: "word" | "string" | "template" | "punctuation";
  readonly text: string;
}

const word = /[\p{ID_Continue}$]+/uy;
// Keeps the search for a regular expression's end short where there is none.
const regularExpressionLength = 500;
const wordsBeforeAnExpression: ReadonlySet<string> = new Set(
  "return typeof case in of delete void throw new else do await yield".split(" "),
);

/**
 * Splits source into words, strings and single signs; comments, regular expressions and the text of templates are left out.
 * It knows just enough to find imports, in one pass, and takes broken source as it comes.
 */
export function* javaScriptTokens(source: string): Generator<JavaScriptToken> {
  let at = source.startsWith("#!") ? endOfLine(source, 0) : 0;
  let previous: JavaScriptToken = { kind: "punctuation", text: ";" };
  let openBraces = 0;
  // The number of open braces around each template whose `${` is open.
  const openTemplates: number[] = [];

  while (at < source.length) {
    const start = at;
    const sign = source.charAt(at);
    let token: JavaScriptToken | null = null;

    if (sign === '"' || sign === "'") {
      at = endOfString(source, at);
      token = { kind: "string", text: source.slice(start + 1, at - 1) };
    } else if (sign === "`" || (sign === "}" && openTemplates.at(-1) === openBraces)) {
      if (sign === "}") openTemplates.pop();
      at = endOfTemplateText(source, at + 1);
      if (source.endsWith("${", at)) openTemplates.push(openBraces);
      token = { kind: "template", text: "`" };
    } else if (source.startsWith("//", at)) {
      at = endOfLine(source, at);
    } else if (source.startsWith("/*", at)) {
      at = endAfter(source, "*/", at + 2);
    } else if (sign === "/" && mayBeginExpression(previous)) {
      at = endOfRegularExpression(source, at);
      token = { kind: "template", text: "/" };
    } else {
      const wordEnd = endOfWord(source, at);
      at = wordEnd ?? at + 1;
      if (sign === "{") openBraces += 1;
      if (sign === "}") openBraces -= 1;
      if (wordEnd !== null) token = { kind: "word", text: source.slice(start, at) };
      else if (sign.trim() !== "") token = { kind: "punctuation", text: sign };
    }

    if (token !== null) {
      yield token;
      previous = token;
    }
  }
}

/** Whether a slash after this token begins a regular expression; if not, it divides or closes a tag. */
function mayBeginExpression({ kind, text }: JavaScriptToken): boolean {
  if (kind === "punctuation") return !")]}<".includes(text);
  return kind === "word" && wordsBeforeAnExpression.has(text);
}

/** A string that is not closed ends with its line. */
function endOfString(source: string, start: number): number {
  const quote = source.charAt(start);
  for (let at = start + 1; at < source.length; at += 1) {
    const sign = source.charAt(at);
    if (sign === quote) return at + 1;
    if (sign === "\n") return at;
    if (sign === "\\") at += 1;
  }
  return source.length;
}

/** The text ends after a backtick or after the `${` that begins an expression. */
function endOfTemplateText(source: string, start: number): number {
  for (let at = start; at < source.length; at += 1) {
    if (source.charAt(at) === "`") return at + 1;
    if (source.startsWith("${", at)) return at + 2;
    if (source.charAt(at) === "\\") at += 1;
  }
  return source.length;
}

/** A slash within brackets does not end it; one without an end on its line was a sign like any other. */
function endOfRegularExpression(source: string, start: number): number {
  let isInBrackets = false;
  const limit = Math.min(source.length, start + regularExpressionLength);
  for (let at = start + 1; at < limit; at += 1) {
    const sign = source.charAt(at);
    if (sign === "\n") break;
    if (sign === "/" && !isInBrackets) return at + 1;
    if (sign === "[") isInBrackets = true;
    if (sign === "]") isInBrackets = false;
    if (sign === "\\") at += 1;
  }
  return start + 1;
}

function endOfLine(source: string, start: number): number {
  return endAfter(source, "\n", start);
}

function endAfter(source: string, end: string, start: number): number {
  const at = source.indexOf(end, start);
  return at === -1 ? source.length : at + end.length;
}

function endOfWord(source: string, start: number): number | null {
  word.lastIndex = start;
  return word.test(source) ? word.lastIndex : null;
}
