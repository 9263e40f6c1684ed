import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readingContext } from "../testing/reading-context.ts";
import { addFiles, git, temporaryFolder } from "../testing/temporary-folder.ts";
import { readGitHistory } from "./git-history.ts";

function commit(folder: string, files: Readonly<Record<string, string>>, ...options: readonly string[]): void {
  addFiles(folder, files);
  git(folder, "add", ".");
  git(folder, "commit", "--quiet", "--message=x", ...options);
}

describe("readGitHistory", () => {
  it("counts commits, authors and changes of each path", async () => {
    const folder = temporaryFolder();
    git(folder, "init", "--quiet");
    commit(folder, { "a b.txt": "1", "c\nd.txt": "1" });
    commit(folder, { "a b.txt": "2" }, "--author=Grace Hopper <grace@example.org>", "--date=2026-01-05T00:00:00Z");
    commit(folder, { "a b.txt": "3" });

    expect(await readGitHistory({ folder }, readingContext())).toEqual({
      commits: 3,
      hasMore: false,
      oldest: "2026-01-02",
      newest: "2026-01-02",
      authorCount: 2,
      authors: [
        { name: "Ada", commits: 2 },
        { name: "Grace Hopper", commits: 1 },
      ],
      mostChanged: [
        { name: "a b.txt", commits: 3 },
        { name: "c\nd.txt", commits: 1 },
      ],
    });
  });

  it("reads a folder's own part of the history, with paths relative to it", async () => {
    const folder = temporaryFolder();
    git(folder, "init", "--quiet");
    commit(folder, { "a/b.txt": "1" });
    commit(folder, { "c.txt": "1" });

    const history = await readGitHistory({ folder: join(folder, "a") }, readingContext());
    expect(history).toMatchObject({ commits: 1, mostChanged: [{ name: "b.txt", commits: 1 }] });
  });

  it("is empty for a repository without a commit", async () => {
    const folder = temporaryFolder();
    git(folder, "init", "--quiet");

    expect(await readGitHistory({ folder }, readingContext())).toEqual({
      commits: 0,
      hasMore: false,
      oldest: null,
      newest: null,
      authorCount: 0,
      authors: [],
      mostChanged: [],
    });
  });
});
