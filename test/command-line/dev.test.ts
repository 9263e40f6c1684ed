import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startStepspan, stepspan } from "./support/command-line.ts";

/** Starts the page's server. @returns its address, which is all that is on standard output */
async function serving(words: readonly string[]) {
  const command = startStepspan(["dev", "flows.ts", ...words]);
  const url = (await command.printed("\n")).trim();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  return { ...command, url };
}

async function json(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

describe("stepspan dev", () => {
  it("serves the workflows of a file, prints where, and ends with Ctrl-C", async () => {
    const { child, ended, url } = await serving([]);
    expect(await json(`${url}/api/workflows`)).toMatchObject({
      workflows: [{ name: "approval", waits: ["approved"] }, { name: "failing" }, { name: "send-parcel" }],
    });
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 0, stdout: `${url}\n`, stderr: "Press Ctrl-C to end.\n" });
  });

  it("shows the runs of a store, which other processes may write", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stepspan-dev-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const store = join(folder, "runs.db");
    await stepspan(["run", "flows.ts", "failing", "--store", store, "--quiet"]);
    const { child, ended, url } = await serving(["--store", store]);
    expect(await json(`${url}/api/runs`)).toMatchObject({ runs: [{ workflow: "failing", status: "failed" }] });
    child.kill("SIGTERM");
    expect((await ended).code).toBe(0);
  });
});
