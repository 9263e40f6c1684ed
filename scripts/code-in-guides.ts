/**
 * Puts the code of the examples into the README: a block behind `<!-- path -->` is that file.
 * `node scripts/readme-code.ts` writes it; a test holds the README against it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const block = /<!-- (\S+) -->\n```ts\n[\s\S]*?```/g;

/** The text with each block replaced by the code of its file. */
export function withCode(markdown: string): string {
  return markdown.replaceAll(block, (_, path: string) => `<!-- ${path} -->\n\`\`\`ts\n${codeOf(path)}\`\`\``);
}

function codeOf(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

if (import.meta.main) {
  const readme = join(root, "README.md");
  writeFileSync(readme, withCode(readFileSync(readme, "utf8")));
}
