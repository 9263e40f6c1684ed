import { spawn } from "node:child_process";
import { readdirSync, truncateSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./testing/temporary-folder.ts";

const program = ["--conditions=@stepspan/source", resolve(import.meta.dirname, "main.ts")];

function start(words: readonly string[], cwd: string) {
  const { npm_lifecycle_event: _, ...env } = process.env;
  const child = spawn(process.execPath, [...program, ...words], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const exitCode = new Promise<number | null>((settle) => child.once("close", settle));
  return { child, exitCode, stderr: text(child.stderr) };
}

describe("the program", { timeout: 30_000 }, () => {
  it("reports on the folder that is named, and ends with 0", async () => {
    const folder = temporaryFolder({ "project/a.ts": "1\n" });
    const { child, exitCode } = start(["project", "--output", "out"], folder);

    expect(await text(child.stdout)).toContain(`Repository report: project\n${folder}/project\n`);
    expect(await exitCode).toBe(0);
    expect(readdirSync(join(folder, "out")).toSorted()).toEqual(["repository-report.mermaid", "runs.db"]);
  });

  it("says that there is no such folder, and ends with 1", async () => {
    const folder = temporaryFolder();
    const { exitCode, stderr } = start(["gone\u001b[2J"], folder);

    expect(await stderr).toBe(`There is no folder "${folder}/gone\\u001b[2J". Name an existing one.\n`);
    expect(await exitCode).toBe(1);
  });

  it("shows how it is called", async () => {
    const { child, exitCode } = start(["--help"], temporaryFolder());

    expect(await text(child.stdout)).toMatch(
      /^Usage: pnpm demo \[folder\] \[--output <folder>\] \[--kill-after <step>\]\n/,
    );
    expect(await exitCode).toBe(0);
  });

  it.skipIf(process.platform === "win32")(
    "is cancelled by Ctrl-C, shows how far it came, and ends with 130",
    async () => {
      const folder = temporaryFolder({ "huge.bin": "", "same.bin": "" });
      for (const name of ["huge.bin", "same.bin"]) truncateSync(join(folder, name), 2 ** 40);
      const { child, exitCode } = start([folder, "--output", temporaryFolder()], folder);

      let written = "";
      for await (const chunk of child.stdout.setEncoding("utf8")) {
        written += chunk;
        if (!child.killed && /^… findDuplicates/m.test(written)) child.kill("SIGINT");
      }
      expect(written).toMatch(/^findDuplicates +cancelled \(cancel\)/m);
      expect(written).toContain('was cancelled: "stopped by SIGINT".\n');
      expect(await exitCode).toBe(130);
    },
  );
});
