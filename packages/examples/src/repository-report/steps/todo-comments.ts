import { type FilesToRead, mapFiles, type ReadingContext } from "../reading/map-files.ts";
import { readText } from "../reading/read-text.ts";

const tagWithText = /\b(TODO|FIXME)\b.*/g;
const textLength = 100;
const keptAtMost = 200;

type Tag = "TODO" | "FIXME";

/** One line with a mark that something is left to do. */
export interface TodoComment {
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  readonly tag: Tag;
  /** The line from the mark on, cut if it is long. */
  readonly text: string;
}

/** The marks of all text files. */
export interface TodoComments {
  readonly counts: Readonly<Record<Tag, number>>;
  /** The first ones, in the order of paths and lines. */
  readonly comments: readonly TodoComment[];
}

/** Finds lines that say TODO or FIXME in the first mebibyte of each text file; one mark counts per line. */
export async function findTodoComments(params: FilesToRead, context: ReadingContext): Promise<TodoComments> {
  const { results } = await mapFiles(params, context, async ({ path }, fullPath) => {
    const file = await readText(fullPath, context.signal);
    return file === null ? [] : todoCommentsIn(path, file.text);
  });

  const comments = results.flat();
  const fixmes = comments.filter(({ tag }) => tag === "FIXME").length;
  return { counts: { TODO: comments.length - fixmes, FIXME: fixmes }, comments: comments.slice(0, keptAtMost) };
}

function todoCommentsIn(path: string, text: string): readonly TodoComment[] {
  const comments: TodoComment[] = [];
  let line = 1;
  let lineCountedTo = 0;
  for (const match of text.matchAll(tagWithText)) {
    for (let at = text.indexOf("\n", lineCountedTo); at !== -1 && at < match.index; at = text.indexOf("\n", at + 1)) {
      line += 1;
      lineCountedTo = at + 1;
    }
    comments.push({ path, line, tag: match[1] as Tag, text: match[0].slice(0, textLength).trim() }); // as: the group of the pattern
  }
  return comments;
}
