import { suggest } from "@stepspan/engine";
import { cancelKinds, isStatus, type NodeStatus, type SpanGraphNode, skipKinds, statuses } from "./node.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** What one line of a span graph says. */
export type SpanGraphLine = Omit<SpanGraphNode, "children">;

const attemptsWord = /^[×x]([1-9]\d*)$/u;

/**
 * Reads `name <- dependency, dependency ×attempts status: reason`; all but the name may be missing.
 *
 * @returns null for a line with nothing but blanks and a comment
 * @throws Error whose message says what cannot be read
 */
export function parseLine(line: string): SpanGraphLine | null {
  const tokens = tokensOf(line);
  if (tokens.length === 0) return null;
  const cursor = createCursor(tokens);
  const name = cursor.name("The line begins with the name of a step");
  const dependencies = cursor.takes("arrow") ? namesIn(cursor) : [];
  const attempts = attemptsIn(cursor);
  const status = statusIn(cursor);
  const reason = cursor.takes("colon") ? reasonIn(cursor, status) : [];
  if (!cursor.isAtEnd()) throw new Error(`nothing may follow here, but found ${cursor.shown()}`);
  return { name, dependencies: [...new Set(dependencies)], attempts, status, reason };
}

type Cursor = ReturnType<typeof createCursor>;

function createCursor(tokens: readonly Token[]) {
  let at = 0;
  return {
    isAtEnd: () => at === tokens.length,
    takes(kind: Token["kind"]): boolean {
      const found = tokens[at]?.kind === kind;
      if (found) at++;
      return found;
    },
    word(): string | null {
      const token = tokens[at];
      return token?.kind === "word" ? token.text : null;
    },
    skip(): void {
      at++;
    },
    text(): string | null {
      const token = tokens[at];
      if (token === undefined || !("text" in token)) return null;
      at++;
      return token.text;
    },
    name(expected: string): string {
      const name = this.text();
      if (name === null) throw new Error(`${expected}, but found ${this.shown()}`);
      return name;
    },
    shown(): string {
      const token = tokens[at];
      if (token === undefined) return "the end of the line";
      return "text" in token ? JSON.stringify(token.text) : signs[token.kind];
    },
  };
}

const signs = { arrow: "an arrow", comma: "a comma", colon: "a colon" } as const;

function namesIn(cursor: Cursor): readonly string[] {
  const names = [cursor.name("After an arrow comes the name of a step")];
  while (cursor.takes("comma")) names.push(cursor.name("After a comma comes the name of a step"));
  return names;
}

function attemptsIn(cursor: Cursor): number {
  const attempts = attemptsWord.exec(cursor.word() ?? "")?.[1];
  if (attempts === undefined) return 1;
  cursor.skip();
  return Number(attempts);
}

function statusIn(cursor: Cursor): NodeStatus {
  const word = cursor.word();
  if (word === null) return "succeeded";
  if (!isStatus(word)) throw new Error(`"${word}" is no status.${suggest(word, statuses)}`);
  cursor.skip();
  return word;
}

function reasonIn(cursor: Cursor, status: NodeStatus): readonly string[] {
  if (status === "failed") return [messageIn(cursor)];
  if (status !== "skipped" && status !== "cancelled") throw new Error(`a step that is ${status} has no reason`);
  const kinds: Readonly<Record<string, boolean>> = status === "skipped" ? skipKinds : cancelKinds;
  const kind = cursor.name(`After "${status}:" comes a reason`);
  if (!Object.hasOwn(kinds, kind)) {
    const known = Object.keys(kinds);
    throw new Error(`"${kind}" is no reason to be ${status}.${suggest(kind, known)} Reasons are ${known.join(", ")}`);
  }
  const text = kinds[kind] ? cursor.text() : null;
  return text === null ? [kind] : [kind, text];
}

function messageIn(cursor: Cursor): string {
  if (cursor.word() !== null) throw new Error("the message of a failure stands in double quotes");
  return cursor.name('After "failed:" comes a message in double quotes');
}
