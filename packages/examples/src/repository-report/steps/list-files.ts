import type { Stats } from "node:fs";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { GitError, gitAnswer, gitRecords } from "../reading/git.ts";
import { mapConcurrently } from "../reading/map-concurrently.ts";
import type { ListedFile, ReadingContext } from "../reading/map-files.ts";
import { walkFolder } from "./walk-folder.ts";

const looksAtOnce = 32;

/** The files of a folder that belong to the report. */
export interface Listing {
  /** In the order of their paths. */
  readonly files: readonly ListedFile[];
  /** True if git knows the folder and told which files count. */
  readonly isCheckout: boolean;
  /** What git said where there is a `.git` that it would not read; else null. */
  readonly gitRefusal: string | null;
  readonly links: number;
  /** Paths of which nothing is known: folders that cannot be opened, names that are no UTF-8. */
  readonly unreadable: readonly string[];
}

/** Lists what git would keep; where there is no git, all files but for `node_modules`, `.git` and `dist`. */
export async function listFiles(
  { folder }: { readonly folder: string },
  { signal }: Pick<ReadingContext, "signal">,
): Promise<Listing> {
  const { isCheckout, gitRefusal } = await askGit(folder, signal);
  const found = isCheckout
    ? { files: await listWithGit(folder, signal), links: [], unreadable: [] }
    : await walkFolder(folder, signal);

  const looks = await mapConcurrently(found.files, (path) => lookAt(folder, path), {
    concurrency: looksAtOnce,
    signal,
  });
  return {
    files: looks.filter((look) => look.kind === "file").map(({ path, bytes }) => ({ path, bytes })),
    isCheckout,
    gitRefusal,
    links: found.links.length + looks.filter((look) => look.kind === "link").length,
    unreadable: [...found.unreadable, ...looks.filter((look) => look.kind === "unreadable").map(({ path }) => path)],
  };
}

/** No checkout: without git, outside of one, and in a folder of one that git ignores. */
async function askGit(folder: string, signal: AbortSignal): Promise<Pick<Listing, "isCheckout" | "gitRefusal">> {
  try {
    const isInside = (await gitAnswer(folder, ["rev-parse", "--is-inside-work-tree"], signal)) === "true";
    return { isCheckout: isInside && !(await isIgnored(folder, signal)), gitRefusal: null };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof GitError) && !isMissingProgram(error)) throw error;
    const hasGitFolder = (await lstat(join(folder, ".git")).catch(() => null)) !== null;
    return { isCheckout: false, gitRefusal: hasGitFolder ? error.message : null };
  }
}

function isMissingProgram(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}

async function isIgnored(folder: string, signal: AbortSignal): Promise<boolean> {
  const isTop = (await gitAnswer(folder, ["rev-parse", "--show-prefix"], signal)) === "";
  if (isTop) return false;
  try {
    await gitAnswer(folder, ["check-ignore", "--quiet", "."], signal);
    return true;
  } catch (error) {
    if (error instanceof GitError && error.exitCode === 1) return false;
    throw error;
  }
}

/** Tracked files and new ones that are not ignored. A file in a merge conflict is named once. */
async function listWithGit(folder: string, signal: AbortSignal): Promise<string[]> {
  const paths = new Set<string>();
  const commandLine = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  for await (const path of gitRecords(folder, commandLine, signal)) paths.add(path);
  return [...paths].sort();
}

interface Look {
  readonly kind: "file" | "link" | "unreadable" | "left out";
  readonly path: string;
  readonly bytes: number;
}

/** Folders (submodules), pipes and files that are tracked but deleted are left out. */
async function lookAt(folder: string, path: string): Promise<Look> {
  try {
    const stats = await lstat(join(folder, path));
    return { kind: kindOf(stats), path, bytes: stats.size };
  } catch (error) {
    const isGone = error instanceof Error && "code" in error && error.code === "ENOENT" && !path.includes("\uFFFD");
    return { kind: isGone ? "left out" : "unreadable", path, bytes: 0 };
  }
}

function kindOf(stats: Stats): Look["kind"] {
  if (stats.isFile()) return "file";
  return stats.isSymbolicLink() ? "link" : "left out";
}
