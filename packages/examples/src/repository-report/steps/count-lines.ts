import { type FilesToRead, mapFiles, type ReadingContext } from "../reading/map-files.ts";
import { readChunks } from "../reading/read-chunks.ts";
import { isBinary } from "../reading/read-text.ts";
import { languageOf } from "./languages.ts";

/** What a folder holds of one language. */
export interface LanguageCount {
  readonly language: string;
  readonly files: number;
  readonly lines: number;
  readonly bytes: number;
}

/** Lines by language, most lines first. */
export interface LineCount {
  readonly languages: readonly LanguageCount[];
  /** Files with a NUL byte; their lines are not counted. */
  readonly binaryFiles: number;
  readonly unreadable: readonly string[];
}

/** Counts the lines of all text files, however long they are. */
export async function countLines(params: FilesToRead, context: ReadingContext): Promise<LineCount> {
  const { results, unreadable } = await mapFiles(params, context, async ({ path, bytes }, fullPath) => ({
    language: languageOf(path),
    bytes,
    lines: await linesOf(fullPath, context.signal),
  }));

  const byLanguage = new Map<string, LanguageCount>();
  let binaryFiles = 0;
  for (const { language, bytes, lines } of results) {
    if (lines === null) {
      binaryFiles += 1;
      continue;
    }
    const sum = byLanguage.get(language) ?? { language, files: 0, lines: 0, bytes: 0 };
    byLanguage.set(language, { language, files: sum.files + 1, lines: sum.lines + lines, bytes: sum.bytes + bytes });
  }
  const languages = [...byLanguage.values()].sort((a, b) => b.lines - a.lines || (a.language < b.language ? -1 : 1));
  return { languages, binaryFiles, unreadable };
}

/** Null for a binary file. A last line without an end counts. */
async function linesOf(fullPath: string, signal: AbortSignal): Promise<number | null> {
  const newline = 10;
  let lines = 0;
  let last: number | undefined;
  for await (const chunk of readChunks(fullPath, { signal })) {
    if (isBinary(chunk)) return null;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) lines += 1;
    last = chunk.at(-1);
  }
  return last === undefined || last === newline ? lines : lines + 1;
}
