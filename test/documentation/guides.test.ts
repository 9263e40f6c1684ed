import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { guides, withCode } from "../../scripts/code-in-guides.ts";

const root = join(import.meta.dirname, "../..");

function textOf(guide: string): string {
  return readFileSync(join(root, guide), "utf8");
}

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsOf(markdown: string): readonly string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );
}

/** What is wrong with a link in a guide; null for nothing. */
function problemOf(guide: string, link: string): string | null {
  if (link.startsWith("https://")) return null;
  const [path, anchor] = link.split("#") as [string, string?]; // splitting gives one part at least
  const target = path === "" ? guide : join(dirname(guide), path);
  if (!existsSync(join(root, target))) return `${link}: there is no ${target}`;
  if (anchor === undefined || anchorsOf(textOf(target)).includes(anchor)) return null;
  return `${link}: ${target} has no heading of this name`;
}

describe.each(guides)("%s", (guide) => {
  const text = textOf(guide);

  it("shows the examples as they are", () => {
    expect(withCode(text)).toBe(text);
  });

  it("has no code but that of examples", () => {
    const shown = [...text.matchAll(/<!-- \S+ -->\n```ts\n/g)].length;
    expect([...text.matchAll(/^```(ts|js|typescript|javascript)\b/gm)]).toHaveLength(shown);
  });

  it("links to pages and headings that exist", () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1]!);
    expect(links.map((link) => problemOf(guide, link)).filter((problem) => problem !== null)).toEqual([]);
  });
});

describe("the code of a guide", () => {
  it("is a part of a file if the marker names one", () => {
    const marker = "<!-- packages/examples/src/step-state.ts#workflow -->";
    const block = withCode(`${marker}\n\`\`\`ts\n\`\`\``);
    expect(block).toContain('workflow("welcome"');
    expect(block).not.toMatch(/region|import/);
  });

  it("has to be there", () => {
    const marker = "<!-- packages/examples/src/step-state.ts#nothing -->";
    expect(() => withCode(`${marker}\n\`\`\`ts\n\`\`\``)).toThrow('has no region "nothing"');
  });
});
