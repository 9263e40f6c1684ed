import { describe, expect, it } from "vitest";
import { readingContext } from "../testing/reading-context.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { listFiles } from "./list-files.ts";
import { findTodoComments } from "./todo-comments.ts";

async function todosIn(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder(files);
  const listing = await listFiles({ folder }, readingContext());
  return findTodoComments({ folder, files: listing.files }, readingContext());
}

describe("findTodoComments", () => {
  it("finds the marks with their lines, in the order of paths and lines", async () => {
    const found = await todosIn({
      "b.ts": "// TODO: first\nconst x = 1; // FIXME(ada) second\r\n",
      "a.md": "text\n\n\n- TODO third",
    });

    expect(found).toEqual({
      counts: { TODO: 2, FIXME: 1 },
      comments: [
        { path: "a.md", line: 4, tag: "TODO", text: "TODO third" },
        { path: "b.ts", line: 1, tag: "TODO", text: "TODO: first" },
        { path: "b.ts", line: 2, tag: "FIXME", text: "FIXME(ada) second" },
      ],
    });
  });

  it("counts one mark per line, and only whole words in capitals", async () => {
    const { counts } = await todosIn({ "a.ts": "TODO FIXME TODO\ntodo\nTODOS\nMY_TODO\nfixme" });

    expect(counts).toEqual({ TODO: 1, FIXME: 0 });
  });

  it("finds two marks on lines that follow each other, and after empty lines", async () => {
    const { comments } = await todosIn({ "a.ts": "\nTODO\nTODO\n\n\nTODO\n" });

    expect(comments.map(({ line }) => line)).toEqual([2, 3, 6]);
  });

  it("cuts long lines", async () => {
    const { comments } = await todosIn({ "a.ts": `TODO ${"x".repeat(500)}` });

    expect(comments[0]?.text).toBe(`TODO ${"x".repeat(95)}`);
  });

  it("counts all and keeps the first 200", async () => {
    const found = await todosIn({ "a.ts": "TODO\n".repeat(300) });

    expect(found.counts.TODO).toBe(300);
    expect(found.comments).toHaveLength(200);
  });

  it("leaves out binary files and what lies beyond the first mebibyte", async () => {
    const { counts } = await todosIn({ "a.bin": "\u0000TODO", "b.txt": `${"x".repeat(1024 * 1024)}\nTODO` });

    expect(counts).toEqual({ TODO: 0, FIXME: 0 });
  });
});
