import { existsSync } from "node:fs";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { CommandError } from "../outcome/command-error.ts";
import { visibleLines, visibleParagraph } from "../text/visible-lines.ts";

/** What a module exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

/** Mistakes that Node finds before any code of the file has run, and that a loader does not have. */
const beyondNode = [
  "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
  "ERR_UNKNOWN_FILE_EXTENSION",
  "ERR_MODULE_NOT_FOUND",
  "ERR_UNSUPPORTED_DIR_IMPORT",
];

/**
 * Imports a file of a user. Node itself strips the types of TypeScript where it can (22.18 and later); what it cannot
 * read, such as enums, JSX and imports without an extension, is left to jiti.
 *
 * @throws CommandError for a file that is not there, and for one that cannot be imported
 */
export async function importFile(path: string): Promise<Exports> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new CommandError(
      `There is no file ${JSON.stringify(path)}. Give the path of a file that exports a workflow.`,
    );
  }
  try {
    return isTypeScript(file) ? await importTypeScript(file) : await importByNode(file);
  } catch (thrown) {
    throw failedImport(path, thrown);
  }
}

function isTypeScript(file: string): boolean {
  return [".ts", ".mts", ".cts", ".tsx", ".jsx"].includes(extname(file));
}

async function importByNode(file: string): Promise<Exports> {
  return (await import(pathToFileURL(file).href)) as Exports; // a module is an object
}

async function importTypeScript(file: string): Promise<Exports> {
  // Node names the way in which it handles TypeScript here: "strip", "transform", or false.
  if (!process.features.typescript) return importByLoader(file);
  try {
    return await importByNode(file);
  } catch (thrown) {
    if (!isBeyondNode(thrown)) throw thrown;
    return importByLoader(file, thrown);
  }
}

function isBeyondNode(thrown: unknown): boolean {
  return thrown instanceof Error && beyondNode.includes(String(Reflect.get(thrown, "code")));
}

/** @param mistake what Node said; told if the loader cannot find the module either */
async function importByLoader(file: string, mistake?: unknown): Promise<Exports> {
  const { createJiti } = await import("jiti");
  const loader = createJiti(import.meta.url, { jsx: true, interopDefault: false });
  try {
    return await loader.import<Exports>(pathToFileURL(file).href);
  } catch (thrown) {
    const isAsMissing = thrown instanceof Error && Reflect.get(thrown, "code") === "MODULE_NOT_FOUND";
    throw isAsMissing && mistake !== undefined ? mistake : thrown;
  }
}

function failedImport(path: string, thrown: unknown): CommandError {
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
  const lines = visibleLines(stack).filter((line) => /^\s+at /.test(line));
  const own = lines.findIndex((line) => line.includes(import.meta.filename));
  const frames = lines.slice(0, own === -1 ? lines.length : own).filter((line) => !line.includes("node:internal"));
  return new CommandError(`${JSON.stringify(path)} could not be imported: ${visibleParagraph(said)}`, {
    details: frames.slice(0, 10),
  });
}
