import { fileURLToPath } from "node:url";
import type { Style } from "../text/style.ts";
import { visibleLines } from "../text/visible-lines.ts";

/** Where the engine lies: its frames in a stack are of no interest. */
const engineFolder = fileURLToPath(new URL(".", import.meta.resolve("@stepspan/engine")));

/** Lines of a stack that are the user's own. */
const mostFrames = 5;

/**
 * An error for people: its message, and where in the user's code it came from, if anybody threw it there. Errors of the
 * engine itself have messages that say all.
 */
export function errorLines(error: unknown, style: Style): readonly string[] {
  const message = error instanceof Error ? error.message : String(error);
  const [first = "", ...more] = visibleLines(message);
  return [`${style.bad("error:")} ${first}`, ...more.map((line) => `  ${line}`), ...framesOf(error).map(style.quiet)];
}

/** Of the innermost cause that has some: what a step threw. */
function framesOf(error: unknown): readonly string[] {
  let innermost: unknown = error;
  for (let depth = 0; depth < 20 && innermost instanceof Error && innermost.cause instanceof Error; depth++) {
    innermost = innermost.cause;
  }
  if (!(innermost instanceof Error) || innermost === error) return [];
  const frames = visibleLines(innermost.stack ?? "").filter((line) => /^\s+at /.test(line));
  const isOthers = (line: string) =>
    line.includes("node:internal") || line.includes("(node:async_hooks") || line.includes(engineFolder);
  return frames.filter((line) => !isOthers(line)).slice(0, mostFrames);
}
