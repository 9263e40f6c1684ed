/** One thing that was thrown, and those behind it. */
export interface CauseLine {
  /** 0 for the error itself, 1 for its cause. */
  readonly depth: number;
  readonly name: string;
  readonly code: string | null;
  readonly message: string;
  /** The stack without its first line; empty if there is none. */
  readonly stack: string;
  /** What was thrown if it is no error. */
  readonly value: unknown;
}

const longestChain = 50;

/** An error with the chain of its causes, and what an aggregate holds. Ends at a cause that was shown already. */
export function causesOf(error: unknown): readonly CauseLine[] {
  const lines: CauseLine[] = [];
  const seen = new Set<unknown>();
  const add = (thrown: unknown, depth: number) => {
    if (lines.length >= longestChain || (typeof thrown === "object" && thrown !== null && seen.has(thrown))) return;
    seen.add(thrown);
    lines.push(lineOf(thrown, depth));
    if (!(thrown instanceof Error)) return;
    if (thrown instanceof AggregateError) for (const each of thrown.errors) add(each, depth + 1);
    if (thrown.cause !== undefined) add(thrown.cause, depth + 1);
  };
  add(error, 0);
  return lines;
}

function lineOf(thrown: unknown, depth: number): CauseLine {
  if (!(thrown instanceof Error)) {
    return { depth, name: "", code: null, message: "", stack: "", value: thrown };
  }
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : null;
  return { depth, name: thrown.name, code, message: thrown.message, stack: stackOf(thrown), value: undefined };
}

/** The lines that say where: those from the first `at` on. */
function stackOf({ stack }: Error): string {
  const lines = String(stack ?? "").split("\n");
  const first = lines.findIndex((line) => line.trimStart().startsWith("at "));
  return first === -1
    ? ""
    : lines
        .slice(first)
        .map((line) => line.trim())
        .join("\n");
}
