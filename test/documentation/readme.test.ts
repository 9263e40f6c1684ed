import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { guides } from "../../scripts/code-in-guides.ts";

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };

describe("the README", () => {
  it("begins with the shortest example", () => {
    expect(readme).toContain("<!-- packages/examples/src/quick-start.ts -->");
  });

  it("links to every guide", () => {
    expect(guides.filter((guide) => guide !== "README.md" && !readme.includes(`](${guide})`))).toEqual([]);
  });

  it("has its two commands on the first screen", () => {
    const screen = readme.split("\n").slice(0, 20).join("\n");
    expect(screen).toContain("npx -y pnpm@12 demo");
    expect(screen).toContain("npx -y pnpm@12 test");
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["demo", "test"]));
  });

  it("names every script that CONTRIBUTING promises", () => {
    const contributing = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
    const promised = [...contributing.matchAll(/^\| `([\w:-]+)/gm)].map((match) => match[1]!);
    expect(promised.length).toBeGreaterThan(5);
    expect(promised.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
