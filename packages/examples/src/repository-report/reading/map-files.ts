import { join } from "node:path";
import type { StepContext } from "stepspan";
import { mapConcurrently } from "./map-concurrently.ts";
import { isUnreadable } from "./read-chunks.ts";

const filesAtOnce = 8;
const filesPerUsage = 200;

/** A regular file below the folder. */
export interface ListedFile {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  readonly bytes: number;
}

/** What the steps that look into files get. */
export interface FilesToRead {
  readonly folder: string;
  readonly files: readonly ListedFile[];
}

/** What the steps that look into files need of their context. */
export type ReadingContext = Pick<StepContext, "signal" | "usage">;

/** What was read of each readable file, in the order of the files, and the paths of the others. */
export interface FilesRead<Result> {
  readonly results: readonly Result[];
  readonly unreadable: readonly string[];
}

/** Calls `read` with every file and its full path, a few at once, and counts them as usage `files`. */
export async function mapFiles<Result>(
  { folder, files }: FilesToRead,
  context: ReadingContext,
  read: (file: ListedFile, fullPath: string) => Promise<Result>,
): Promise<FilesRead<Result>> {
  const unreadable: string[] = [];
  let uncounted = 0;

  async function readOne(file: ListedFile): Promise<readonly Result[]> {
    uncounted += 1;
    if (uncounted === filesPerUsage) {
      context.usage.add("files", uncounted);
      uncounted = 0;
    }
    try {
      return [await read(file, join(folder, file.path))];
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      unreadable.push(file.path);
      return [];
    }
  }

  const results = await mapConcurrently(files, readOne, { concurrency: filesAtOnce, signal: context.signal });
  if (uncounted > 0) context.usage.add("files", uncounted);
  return { results: results.flat(1) as readonly Result[], unreadable: unreadable.sort() }; // as: flat's type loses a generic element
}
