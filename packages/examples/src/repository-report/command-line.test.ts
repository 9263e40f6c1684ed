import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, readCommandLine, resolveFolder, UsageError } from "./command-line.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

describe("readCommandLine", () => {
  it("takes one folder, or none for the default one", () => {
    expect(readCommandLine([])).toEqual({ kind: "report", folder: null, output: null, killAfter: null });
    expect(readCommandLine(["a"])).toEqual({ kind: "report", folder: "a", output: null, killAfter: null });
  });

  it("takes what stands after -- as a folder, once pnpm's own is gone", () => {
    expect(readCommandLine(["--", "a"])).toMatchObject({ kind: "report", folder: "a" });
    expect(readCommandLine(["--", "--", "--odd"])).toMatchObject({ kind: "report", folder: "--odd" });
  });

  it("takes the step after which the process is killed", () => {
    expect(readCommandLine(["a", "--kill-after", "listFiles"])).toMatchObject({ folder: "a", killAfter: "listFiles" });
  });

  it("takes the folder in which the graph and the runs are kept", () => {
    expect(readCommandLine(["a", "--output", "b"])).toMatchObject({ folder: "a", output: "b" });
  });

  it("shows its usage when it is asked to", () => {
    expect(readCommandLine(["--help"])).toEqual({ kind: "help" });
    expect(readCommandLine(["-h", "a"])).toEqual({ kind: "help" });
  });

  it("refuses unknown options and more than one folder", () => {
    expect(() => readCommandLine(["--fast"])).toThrow(UsageError);
    expect(() => readCommandLine(["a", "b"])).toThrow("Name one folder, not 2.");
  });
});

describe("resolveFolder", () => {
  it("finds a folder from its base, and where a link leads", async () => {
    const folder = temporaryFolder({ "a/b.txt": "1" });
    symlinkSync("a", join(folder, "link"));

    expect(await resolveFolder("a", folder)).toBe(join(folder, "a"));
    expect(await resolveFolder(join(folder, "link"), "/")).toBe(join(folder, "a"));
  });

  it("says what is wrong with a folder that cannot be reported on", async () => {
    const folder = temporaryFolder({ "file.txt": "1" });
    symlinkSync("loop", join(folder, "loop"));

    await expect(resolveFolder("gone", folder)).rejects.toThrow(
      `There is no folder "${folder}/gone". Name an existing one.`,
    );
    await expect(resolveFolder("file.txt", folder)).rejects.toThrow(
      `"${folder}/file.txt" is not a folder. Name a folder.`,
    );
    await expect(resolveFolder("loop", folder)).rejects.toThrow(
      `The folder "${folder}/loop" cannot be opened (ELOOP). Name one that can.`,
    );
  });
});

describe("makeFolder", () => {
  it("makes a folder from its base, or says why it cannot", async () => {
    const base = temporaryFolder({ file: "1" });
    expect(await makeFolder("a/b", base)).toBe(join(base, "a/b"));
    expect(await makeFolder("a/b", base)).toBe(join(base, "a/b"));
    await expect(makeFolder("file/out", base)).rejects.toThrow(
      new UsageError(`The folder "${base}/file/out" cannot be made (ENOTDIR). Name another one.`),
    );
  });
});
