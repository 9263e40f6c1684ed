import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const examples = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .concat("assistant/main.ts");

/** What an example prints when it is run by itself. */
async function outputOf(example: string): Promise<string> {
  const commandLine = ["--conditions=@stepspan/source", resolve(import.meta.dirname, example)];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, commandLine, { timeout: 20_000 });
  expect(stderr).toBe("");
  return stdout;
}

describe("every example", () => {
  it.concurrent.for(examples)("%s runs by itself, says something and ends", { timeout: 30_000 }, async (example) => {
    expect((await outputOf(example)).length).toBeGreaterThan(10);
  });
});
