import { mkdir, realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

/** How the program is called. */
export const usage = `Usage: pnpm demo [folder] [--output <folder>] [--kill-after <step>]

Reports on a folder (this repository, if none is named): languages, largest files, TODO and FIXME,
duplicates, git's history, imports and their cycles. Writes the graph of its workflow as Mermaid.

The graph and the file in which its runs are kept are in packages/examples/out, or in the folder
that --output names. --kill-after kills the process when the success of that step is stored, as a
crash would; called again, the demo goes on with the report on that folder where it was.`;

/** What the caller wants. `folder` and `output` are null for the default ones. */
export type Command =
  | { readonly kind: "help" }
  | {
      readonly kind: "report";
      readonly folder: string | null;
      readonly output: string | null;
      readonly killAfter: string | null;
    };

/** The program was called wrongly; the message says what to do. */
export class UsageError extends Error {}

/** @throws UsageError for unknown options and more than one folder */
export function readCommandLine(words: readonly string[]): Command {
  // pnpm hands over the "--" that its caller may have written.
  const { values, positionals } = parse(words[0] === "--" ? words.slice(1) : words);
  if (values.help) return { kind: "help" };
  if (positionals.length > 1) throw new UsageError(`Name one folder, not ${positionals.length}.\n\n${usage}`);
  const { output = null, "kill-after": killAfter = null } = values;
  return { kind: "report", folder: positionals[0] ?? null, output, killAfter };
}

/**
 * The real path of a folder.
 *
 * @param base where relative paths start
 * @throws UsageError if there is no such folder
 */
export async function resolveFolder(folder: string, base: string): Promise<string> {
  const path = resolve(base, folder);
  const name = JSON.stringify(path);
  try {
    if (!(await stat(path)).isDirectory()) throw new UsageError(`${name} is not a folder. Name a folder.`);
    return await realpath(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT") throw new UsageError(`There is no folder ${name}. Name an existing one.`);
    throw new UsageError(`The folder ${name} cannot be opened (${code}). Name one that can.`);
  }
}

/**
 * Makes a folder for what the program writes, if it is not there.
 *
 * @param base where relative paths start
 * @throws UsageError if it cannot be made
 */
export async function makeFolder(folder: string, base: string): Promise<string> {
  const path = resolve(base, folder);
  try {
    await mkdir(path, { recursive: true });
    return path;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new UsageError(`The folder ${JSON.stringify(path)} cannot be made (${code}). Name another one.`);
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        help: { type: "boolean", short: "h", default: false },
        output: { type: "string" },
        "kill-after": { type: "string" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
