/** Where a text is no JSON. */
export interface JsonMistake {
  /** Counts from 1. */
  readonly line: number;
  /** Counts characters from 1. */
  readonly column: number;
  /** What stands there, and what would fit. */
  readonly problem: string;
  /** The line, cut around the place, and below it a mark. */
  readonly excerpt: readonly string[];
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escapeSequence = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const space = /[ \t\n\r]*/y;
const [quote, backslash] = [0x22, 0x5c];
const words = ["true", "false", "null"];

/** The first place at which a text is no JSON; null if it is. Takes linear time, and no stack for nested values. */
export function findJsonMistake(json: string): JsonMistake | null {
  const found = scan(json);
  return found === null ? null : described(json, found.at, found.expected);
}

interface Misfit {
  readonly at: number;
  readonly expected: string;
}

type Expecting = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end";

function scan(json: string): Misfit | null {
  const open: ("{" | "[")[] = [];
  let expecting: Expecting = "value";
  let at = 0;
  for (;;) {
    at = endOf(space, json, at) ?? at;
    const sign = json[at];
    if (expecting === "comma or end" && open.length === 0)
      return sign === undefined ? null : { at, expected: "the end" };
    const holder = open.at(-1);
    switch (expecting) {
      case "value or ]":
      case "key or }":
        if (sign === (expecting === "key or }" ? "}" : "]")) {
          open.pop();
          at += 1;
          expecting = "comma or end";
          continue;
        }
        expecting = expecting === "key or }" ? "key" : "value";
        continue;
      case "colon":
        if (sign !== ":") return { at, expected: '":"' };
        at += 1;
        expecting = "value";
        continue;
      case "comma or end": {
        const end = holder === "{" ? "}" : "]";
        if (sign !== "," && sign !== end) return { at, expected: `"," or "${end}"` };
        at += 1;
        if (sign === end) open.pop();
        else expecting = holder === "{" ? "key" : "value";
        continue;
      }
      case "key": {
        const end = sign === '"' ? textEnd(json, at) : { at, expected: "a name in double quotes" };
        if (typeof end !== "number") return end;
        at = end;
        expecting = "colon";
        continue;
      }
      case "value": {
        if (sign === "{" || sign === "[") {
          open.push(sign);
          at += 1;
          expecting = sign === "{" ? "key or }" : "value or ]";
          continue;
        }
        const end = scalarEnd(json, at);
        if (typeof end !== "number") return end;
        at = end;
        expecting = "comma or end";
        continue;
      }
      default:
        return expecting satisfies never;
    }
  }
}

function scalarEnd(json: string, at: number): number | Misfit {
  if (json[at] === '"') return textEnd(json, at);
  const word = words.find((candidate) => json.startsWith(candidate, at));
  return (word === undefined ? endOf(number, json, at) : at + word.length) ?? { at, expected: "a value" };
}

function textEnd(json: string, start: number): number | Misfit {
  for (let at = start + 1; ; at++) {
    const code = json.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) {
      const end = endOf(escapeSequence, json, at);
      if (end === null) return { at, expected: 'an escape of JSON, such as "\\n" or "\\u00e9"' };
      at = end - 1;
    } else if (Number.isNaN(code)) return { at, expected: "the double quote that ends the text" };
    else if (code < 0x20) return { at, expected: 'an escape, such as "\\n", in place of this character' };
  }
}

function endOf(pattern: RegExp, json: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(json) ? pattern.lastIndex : null;
}

const shownBefore = 40;
const shownAfter = 30;

function described(json: string, at: number, expected: string): JsonMistake {
  const lineStart = json.lastIndexOf("\n", at - 1) + 1;
  const line = json.slice(0, lineStart).split("\n").length;
  const lineEnd = json.indexOf("\n", at) === -1 ? json.length : json.indexOf("\n", at);
  const from = Math.max(lineStart, at - shownBefore);
  const shown = json.slice(from, Math.min(lineEnd, at + shownAfter)).replace(/[^ -~]/gu, oneColumn);
  const there = at >= json.length ? "the end" : `${JSON.stringify(String.fromCodePoint(json.codePointAt(at)!))}`;
  return {
    line,
    column: at - lineStart + 1,
    problem: `expected ${expected}, but there is ${there}`,
    excerpt: [shown, `${" ".repeat(at - from)}^`],
  };
}

/** So that the mark stands below its place: what takes another number of columns, or none, is a sign of one. */
function oneColumn(character: string): string {
  return "·".repeat(character.length);
}
