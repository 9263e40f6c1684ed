import { GitError, gitAnswer, gitRecords } from "../reading/git.ts";
import type { ReadingContext } from "../reading/map-files.ts";

const commitsAtMost = 10_000;
const commitsWithFilesAtMost = 1_000;
const keptAtMost = 5;

/** Something and how many commits it has. */
export interface CommitCount {
  readonly name: string;
  readonly commits: number;
}

/** The history of a folder, newest commits first looked at. */
export interface GitHistory {
  /** At most 10,000. */
  readonly commits: number;
  /** True if there are older commits that were not looked at. */
  readonly hasMore: boolean;
  /** Days of the oldest and the newest commit, such as "2026-01-31"; null without commits. */
  readonly oldest: string | null;
  readonly newest: string | null;
  readonly authorCount: number;
  /** Those with the most commits. */
  readonly authors: readonly CommitCount[];
  /** The paths that the last 1,000 commits changed most often. */
  readonly mostChanged: readonly CommitCount[];
}

/** Reads who committed when, and which files change most. A repository without a commit has an empty history. */
export async function readGitHistory(
  { folder }: { readonly folder: string },
  { signal }: Pick<ReadingContext, "signal">,
): Promise<GitHistory> {
  if (!(await hasCommits(folder, signal))) {
    return { commits: 0, hasMore: false, oldest: null, newest: null, authorCount: 0, authors: [], mostChanged: [] };
  }
  // A path limits the history, and simplifies it, so it is given only where the folder is not the whole checkout.
  const isWhole = (await gitAnswer(folder, ["rev-parse", "--show-prefix"], signal)) === "";
  const log = (...options: readonly string[]) =>
    gitRecords(folder, ["log", "-z", ...options, ...(isWhole ? [] : ["--", "."])], signal);

  const authors = new Map<string, number>();
  const dates: string[] = [];
  let hasMore = false;
  for await (const record of log(`--max-count=${commitsAtMost + 1}`, "--format=%as %aN")) {
    hasMore = dates.length === commitsAtMost;
    if (hasMore) break;
    const space = record.indexOf(" ");
    dates.push(record.slice(0, space));
    increment(authors, record.slice(space + 1));
  }

  const changes = new Map<string, number>();
  const names = ["--format=", "--name-only", "--no-renames", "--relative"];
  for await (const path of log(`--max-count=${commitsWithFilesAtMost}`, ...names)) increment(changes, path);

  return {
    commits: dates.length,
    hasMore,
    oldest: dates.at(-1) ?? null,
    newest: dates[0] ?? null,
    authorCount: authors.size,
    authors: mostOf(authors),
    mostChanged: mostOf(changes),
  };
}

async function hasCommits(folder: string, signal: AbortSignal): Promise<boolean> {
  try {
    await gitAnswer(folder, ["rev-parse", "--verify", "--quiet", "HEAD"], signal);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function mostOf(counts: ReadonlyMap<string, number>): readonly CommitCount[] {
  const all = [...counts].map(([name, commits]) => ({ name, commits }));
  return all.sort((a, b) => b.commits - a.commits || (a.name < b.name ? -1 : 1)).slice(0, keptAtMost);
}
