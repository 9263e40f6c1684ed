/**
 * Puts the code of the examples into the README and the guides: a block behind `<!-- path -->` is that file, one behind
 * `<!-- path#name -->` the lines between `// #region name` and `// #endregion` in it.
 * `npx -y pnpm@12 guides` writes it; a test holds the guides against it.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const block = /<!-- ([^\s#]+)(?:#(\S+))? -->\n```ts\n[\s\S]*?```/g;

/** The README and all guides, from the root of the repository. */
export const guides: readonly string[] = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** The text with each block replaced by its code. @throws Error for a region that is not there */
export function withCode(markdown: string): string {
  return markdown.replaceAll(block, (_, path: string, region: string | undefined) => {
    const marker = region === undefined ? path : `${path}#${region}`;
    return `<!-- ${marker} -->\n\`\`\`ts\n${codeOf(path, region)}\`\`\``;
  });
}

function codeOf(path: string, region: string | undefined): string {
  const lines = readFileSync(join(root, path), "utf8").split("\n");
  const shown = region === undefined ? lines : regionOf(lines, path, region);
  return shown.filter((line) => !/^\s*\/\/ #(end)?region\b/.test(line)).join("\n");
}

function regionOf(lines: readonly string[], path: string, region: string): readonly string[] {
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const end = lines.findIndex((line, index) => index > start && line.trim() === "// #endregion");
  if (start === -1 || end === -1) throw new Error(`${path} has no region "${region}" that ends.`);
  const indent = lines[start]!.length - lines[start]!.trimStart().length;
  return [...lines.slice(start + 1, end).map((line) => line.slice(indent)), ""];
}

if (import.meta.main) {
  for (const guide of guides) {
    const file = join(root, guide);
    writeFileSync(file, withCode(readFileSync(file, "utf8")));
  }
}
