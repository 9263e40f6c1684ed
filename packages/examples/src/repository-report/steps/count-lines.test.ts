import { truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readingContext } from "../testing/reading-context.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { countLines } from "./count-lines.ts";
import { listFiles } from "./list-files.ts";

async function linesIn(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = temporaryFolder(files);
  const listing = await listFiles({ folder }, readingContext());
  return countLines({ folder, files: listing.files }, readingContext());
}

describe("countLines", () => {
  it("adds up files, lines and bytes by language, most lines first", async () => {
    const { languages } = await linesIn({ "a.ts": "1\n2\n", "b.tsx": "1\n", "c.md": "1\n2\n3\n4\n", LICENSE: "x" });

    expect(languages).toEqual([
      { language: "Markdown", files: 1, lines: 4, bytes: 8 },
      { language: "TypeScript", files: 2, lines: 3, bytes: 6 },
      { language: "Other text", files: 1, lines: 1, bytes: 1 },
    ]);
  });

  it("counts a last line without an end, and no line in an empty file", async () => {
    const { languages } = await linesIn({ "a.ts": "1\n2", "b.ts": "", "c.ts": "\n\n" });

    expect(languages).toEqual([{ language: "TypeScript", files: 3, lines: 4, bytes: 5 }]);
  });

  it("counts across the pieces in which a long file is read", async () => {
    const { languages } = await linesIn({ "a.ts": "123456\n".repeat(100_000) });

    expect(languages).toEqual([{ language: "TypeScript", files: 1, lines: 100_000, bytes: 700_000 }]);
  });

  it("counts binary files and none of their lines", async () => {
    expect(await linesIn({ "a.ts": "1\n\u00002\n" })).toEqual({ languages: [], binaryFiles: 1, unreadable: [] });
  });

  it("reads a huge binary file no further than its first NUL", async () => {
    const folder = temporaryFolder({ "huge.bin": "text\n".repeat(20_000) });
    const bytes = 2 ** 40;
    truncateSync(join(folder, "huge.bin"), bytes);

    const params = { folder, files: [{ path: "huge.bin", bytes }] };
    expect(await countLines(params, readingContext())).toMatchObject({ binaryFiles: 1 });
  });

  it("names files that cannot be read", async () => {
    const folder = temporaryFolder({ "a.ts": "1\n", "folder/b.ts": "1\n" });
    const files = ["gone.ts", "a.ts", "folder"].map((path) => ({ path, bytes: 2 }));

    const { languages, unreadable } = await countLines({ folder, files }, readingContext());
    expect(languages).toEqual([{ language: "TypeScript", files: 1, lines: 1, bytes: 2 }]);
    expect(unreadable).toEqual(["folder", "gone.ts"]);
  });

  it("takes names that are properties of every object as names", async () => {
    const { languages } = await linesIn({ constructor: "1", "a.constructor": "1", "b.__proto__": "1" });

    expect(languages).toEqual([{ language: "Other text", files: 3, lines: 3, bytes: 3 }]);
  });

  it("tells how many files it has read", async () => {
    const folder = temporaryFolder({ "a.ts": "1" });
    const files = Array.from({ length: 450 }, () => ({ path: "a.ts", bytes: 1 }));
    const amounts: number[] = [];
    const usage = { add: (_unit: string, amount: number) => void amounts.push(amount) };

    await countLines({ folder, files }, { ...readingContext(), usage });
    expect(amounts).toEqual([200, 200, 50]);
  });
});
