import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readingContext } from "../testing/reading-context.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { findDuplicates } from "./duplicate-files.ts";
import { listFiles } from "./list-files.ts";

async function duplicatesIn(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder(files);
  const listing = await listFiles({ folder }, readingContext());
  return findDuplicates({ folder, files: listing.files }, readingContext());
}

describe("findDuplicates", () => {
  it("groups files of the same content, those that waste most first", async () => {
    const found = await duplicatesIn({ a: "12", b: "12", c: "12", d: "123456789", "e/f": "123456789", g: "alone" });

    expect(found).toEqual({
      groupCount: 2,
      wastedBytes: 13,
      groups: [
        { bytes: 9, copies: 2, paths: ["d", "e/f"] },
        { bytes: 2, copies: 3, paths: ["a", "b", "c"] },
      ],
    });
  });

  it("tells files of one size apart", async () => {
    expect(await duplicatesIn({ a: "12", b: "21" })).toEqual({ groupCount: 0, wastedBytes: 0, groups: [] });
  });

  it("does not count empty files", async () => {
    expect((await duplicatesIn({ a: "", b: "" })).groupCount).toBe(0);
  });

  it("tells long files apart that differ in their last byte only", async () => {
    const long = "x".repeat(200_000);
    const { groups } = await duplicatesIn({ a: `${long}1`, b: `${long}2`, c: `${long}1` });

    expect(groups).toEqual([{ bytes: 200_001, copies: 2, paths: ["a", "c"] }]);
  });

  it("leaves out files that cannot be read", async () => {
    const folder = temporaryFolder({ a: "12", b: "12", c: "12" });
    const { files } = await listFiles({ folder }, readingContext());
    rmSync(join(folder, "b"));

    const { groups } = await findDuplicates({ folder, files }, readingContext());
    expect(groups).toEqual([{ bytes: 2, copies: 2, paths: ["a", "c"] }]);
  });
});
