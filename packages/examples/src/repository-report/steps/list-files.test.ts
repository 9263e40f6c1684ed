import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readingContext } from "../testing/reading-context.ts";
import { addFiles, git, temporaryFolder } from "../testing/temporary-folder.ts";
import { listFiles } from "./list-files.ts";

describe("listFiles without git", () => {
  it("lists all files with their sizes, in the order of their paths", async () => {
    const folder = temporaryFolder({ "b.txt": "12345", "a/deep/c.txt": "", "a/b.txt": "1" });

    expect(await listFiles({ folder }, readingContext())).toEqual({
      files: [
        { path: "a/b.txt", bytes: 1 },
        { path: "a/deep/c.txt", bytes: 0 },
        { path: "b.txt", bytes: 5 },
      ],
      isCheckout: false,
      gitRefusal: null,
      links: 0,
      unreadable: [],
    });
  });

  it("tells what git says of a .git that it cannot read, and walks", async () => {
    const folder = temporaryFolder({ ".git": "nonsense", "a.txt": "1" });

    expect(await listFiles({ folder }, readingContext())).toMatchObject({
      files: [{ path: "a.txt", bytes: 1 }],
      isCheckout: false,
      gitRefusal: expect.stringMatching(/^fatal: invalid gitfile format/),
    });
  });

  it("walks where there is no program called git", async () => {
    const folder = temporaryFolder({ ".git/config": "", "a.txt": "1" });
    vi.stubEnv("PATH", "");
    onTestFinished(() => void vi.unstubAllEnvs());

    expect(await listFiles({ folder }, readingContext())).toMatchObject({
      files: [{ path: "a.txt", bytes: 1 }],
      gitRefusal: "spawn git ENOENT",
    });
  });

  it("lists nothing in an empty folder", async () => {
    expect((await listFiles({ folder: temporaryFolder() }, readingContext())).files).toEqual([]);
  });

  it("leaves out what stands in node_modules, .git and dist", async () => {
    const folder = temporaryFolder({
      "node_modules/x.js": "1",
      "a/node_modules/x.js": "1",
      ".git/config": "",
      "dist/x.js": "1",
      "a/dist.js": "1",
    });

    expect((await listFiles({ folder }, readingContext())).files.map(({ path }) => path)).toEqual(["a/dist.js"]);
  });

  it("names links and does not follow them, in a circle neither", async () => {
    const folder = temporaryFolder({ "a/file.txt": "1" });
    symlinkSync("..", join(folder, "a/up"));
    symlinkSync("nowhere", join(folder, "broken"));

    const listing = await listFiles({ folder }, readingContext());
    expect(listing.files.map(({ path }) => path)).toEqual(["a/file.txt"]);
    expect(listing.links).toBe(2);
  });

  it.skipIf(process.platform === "win32")("leaves out pipes", async () => {
    const folder = temporaryFolder({ "file.txt": "1" });
    execFileSync("mkfifo", [join(folder, "pipe")]);

    expect((await listFiles({ folder }, readingContext())).files.map(({ path }) => path)).toEqual(["file.txt"]);
  });

  it("takes names with spaces, quotes, line breaks and escapes as they are", async () => {
    const names = ["\u001b[31mred", " a ", 'b"c', "d\ne", "ü", "日本"];
    const folder = temporaryFolder(Object.fromEntries(names.map((name) => [name, "1"])));

    expect((await listFiles({ folder }, readingContext())).files.map(({ path }) => path)).toEqual(names);
  });

  it.skipIf(process.platform !== "linux")("names files as unreadable whose names are no UTF-8", async () => {
    const folder = temporaryFolder({ "a.txt": "1" });
    execFileSync("sh", ["-c", "printf x > \"$(printf 'bad\\377')\""], { cwd: folder });

    const listing = await listFiles({ folder }, readingContext());
    expect(listing.files.map(({ path }) => path)).toEqual(["a.txt"]);
    expect(listing.unreadable).toEqual(["bad\uFFFD"]);
  });

  it("names a folder as unreadable that cannot be opened", async () => {
    const folder = join(temporaryFolder(), "gone");

    expect(await listFiles({ folder }, readingContext())).toMatchObject({ files: [], unreadable: ["."] });
  });

  it("ends with the signal's reason when it is aborted", async () => {
    const signal = AbortSignal.abort(new Error("enough"));

    await expect(listFiles({ folder: temporaryFolder() }, { signal })).rejects.toThrow("enough");
  });
});

describe("listFiles in a checkout", () => {
  it("lists tracked and new files, and none that git ignores", async () => {
    const folder = temporaryFolder({ ".gitignore": "*.log\n", "tracked.txt": "1", "new\nline.txt": "1", "x.log": "1" });
    git(folder, "init", "--quiet");
    git(folder, "add", "tracked.txt", ".gitignore");

    const listing = await listFiles({ folder }, readingContext());
    expect(listing.isCheckout).toBe(true);
    expect(listing.files.map(({ path }) => path)).toEqual([".gitignore", "new\nline.txt", "tracked.txt"]);
  });

  it("leaves out tracked files that were deleted, and counts tracked links", async () => {
    const folder = temporaryFolder({ "deleted.txt": "1", "kept.txt": "1" });
    symlinkSync("kept.txt", join(folder, "link"));
    git(folder, "init", "--quiet");
    git(folder, "add", ".");
    rmSync(join(folder, "deleted.txt"));

    const listing = await listFiles({ folder }, readingContext());
    expect(listing.files.map(({ path }) => path)).toEqual(["kept.txt"]);
    expect(listing).toMatchObject({ links: 1, unreadable: [] });
  });

  it("lists a folder of the checkout alone, with paths relative to it", async () => {
    const folder = temporaryFolder({ "a/b/c.txt": "1", "d.txt": "1" });
    git(folder, "init", "--quiet");

    const listing = await listFiles({ folder: join(folder, "a") }, readingContext());
    expect(listing).toMatchObject({ isCheckout: true, files: [{ path: "b/c.txt", bytes: 1 }] });
  });

  it("walks through a folder that the checkout ignores", async () => {
    const folder = temporaryFolder({ ".gitignore": "out\n", "out/c.txt": "1" });
    git(folder, "init", "--quiet");

    const listing = await listFiles({ folder: join(folder, "out") }, readingContext());
    expect(listing).toMatchObject({ isCheckout: false, files: [{ path: "c.txt", bytes: 1 }] });
  });

  it("leaves out a repository within the repository", async () => {
    const folder = temporaryFolder({ "a.txt": "1", "inner/b.txt": "1" });
    git(folder, "init", "--quiet");
    git(join(folder, "inner"), "init", "--quiet");
    addFiles(folder, { "inner/c.txt": "1" });

    expect((await listFiles({ folder }, readingContext())).files.map(({ path }) => path)).toEqual(["a.txt"]);
  });

  it("starts no program that the repository's configuration names", async () => {
    const folder = temporaryFolder({ "a.txt": "1" });
    git(folder, "init", "--quiet");
    git(folder, "config", "core.fsmonitor", "touch started; false");

    expect((await listFiles({ folder }, readingContext())).files.map(({ path }) => path)).toEqual(["a.txt"]);
  });
});
