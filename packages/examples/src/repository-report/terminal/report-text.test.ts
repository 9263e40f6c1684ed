import { describe, expect, it } from "vitest";
import type { Report } from "../steps/join-report.ts";
import { reportText } from "./report-text.ts";
import { createStyle } from "./style.ts";

const style = createStyle(false);

const emptyReport: Report = {
  folder: "/tmp/empty",
  name: "empty",
  isCheckout: false,
  gitRefusal: null,
  files: 0,
  bytes: 0,
  lines: 0,
  languages: [],
  binaryFiles: 0,
  links: 0,
  unreadable: [],
  largest: [],
  todos: { counts: { TODO: 0, FIXME: 0 }, comments: [] },
  duplicates: { groupCount: 0, wastedBytes: 0, groups: [] },
  history: null,
  modules: 0,
  imports: 0,
  unresolved: [],
  cycles: [],
};

const fullReport: Report = {
  folder: "/home/ada/project",
  name: "project",
  isCheckout: true,
  gitRefusal: null,
  files: 4,
  bytes: 123_456,
  lines: 1234,
  languages: [
    { language: "TypeScript", files: 3, lines: 1230, bytes: 123_400 },
    { language: "Other text", files: 1, lines: 4, bytes: 56 },
  ],
  binaryFiles: 1,
  links: 2,
  unreadable: ["bad\u0007"],
  largest: [
    { path: "src/\u001b[31mred.ts", bytes: 120_000 },
    { path: "b.ts", bytes: 34 },
  ],
  todos: { counts: { TODO: 11, FIXME: 1 }, comments: Array.from({ length: 12 }, (_, index) => todo(index + 1)) },
  duplicates: { groupCount: 1, wastedBytes: 20, groups: [{ bytes: 10, copies: 3, paths: ["a", "b"] }] },
  history: {
    commits: 10,
    hasMore: false,
    oldest: "2026-01-01",
    newest: "2026-02-03",
    authorCount: 2,
    authors: [
      { name: "Ada", commits: 9 },
      { name: "Grace", commits: 1 },
    ],
    mostChanged: [{ name: "b.ts", commits: 10 }],
  },
  modules: 3,
  imports: 5,
  unresolved: [{ from: "a.ts", specifier: "./gone.ts" }],
  cycles: [["a.ts", "b.ts"]],
};

function todo(line: number): Report["todos"]["comments"][number] {
  return { path: "b.ts", line, tag: "TODO", text: "TODO later" };
}

describe("reportText", () => {
  it("says of an empty folder what it has not", () => {
    expect(reportText(emptyReport, style)).toBe(
      `
Repository report: empty
/tmp/empty

0 files · 0 lines · 0 B · not a git checkout

Languages
  none

Largest files
  none

TODO and FIXME: 0 and 0

Duplicates: none

Git history: none

Imports: 0 between 0 modules, 0 cycles`.slice(1),
    );
  });

  it("shows all findings, escapes names and shortens long lists", () => {
    expect(reportText(fullReport, style)).toBe(
      `
Repository report: project
/home/ada/project

4 files · 1,234 lines · 123.5 kB · 1 binary file · 2 links not followed · files chosen by git

Languages
  TypeScript  3 files  1,230 lines  123.4 kB
  Other text   1 file      4 lines      56 B

Largest files
  120.0 kB  src/\\x1b[31mred.ts
      34 B  b.ts

TODO and FIXME: 11 and 1
  b.ts:1  TODO later
  b.ts:2  TODO later
  b.ts:3  TODO later
  b.ts:4  TODO later
  b.ts:5  TODO later
  b.ts:6  TODO later
  b.ts:7  TODO later
  b.ts:8  TODO later
  b.ts:9  TODO later
  b.ts:10  TODO later
  … and 2 more

Duplicates: 1 group, 20 B too many
  3 × 10 B  a, b, … and 1 more

Git history: 10 commits by 2 authors, 2026-01-01 to 2026-02-03
  authors        9  Ada
                 1  Grace
  most changed  10  b.ts

Imports: 5 between 3 modules, 1 cycle
  cycle: a.ts → b.ts → a.ts
  leads nowhere: ./gone.ts in a.ts

Not readable
  bad\\x07`.slice(1),
    );
  });

  it("tells what git said if it would not read the history", () => {
    const report = { ...emptyReport, gitRefusal: "fatal: detected dubious ownership" };

    expect(reportText(report, style)).toContain("\nGit history: fatal: detected dubious ownership\n");
  });

  it("leaves out the middle of a long circle", () => {
    const report = { ...emptyReport, cycles: [Array.from({ length: 20 }, (_, index) => `${index}`)] };

    expect(reportText(report, style)).toContain("cycle: 0 → 1 → 2 → 3 → 4 → 5 → … 14 more … → 0\n".trim());
  });

  it("writes headings in colour where that is wanted", () => {
    expect(reportText(emptyReport, createStyle(true))).toContain("\u001b[1mLanguages\u001b[22m");
  });
});
