import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { sqliteStore } from "@stepspan/sqlite";
import type { RunEvent } from "stepspan";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./testing/temporary-folder.ts";

const program = ["--conditions=@stepspan/source", resolve(import.meta.dirname, "main.ts")];
const interrupted = "This report was interrupted. It goes on where it was.\n";

async function report(folder: string, output: string, ...words: readonly string[]) {
  const { npm_lifecycle_event: _, ...env } = process.env;
  const commandLine = [...program, folder, "--output", output, ...words];
  const child = spawn(process.execPath, commandLine, { env, stdio: ["ignore", "pipe", "inherit"] });
  const end = new Promise((settle) => child.once("close", (code, signal) => settle(signal ?? code)));
  return { written: await text(child.stdout), end: await end };
}

async function eventsIn(output: string): Promise<readonly RunEvent[]> {
  const store = sqliteStore(join(output, "runs.db"));
  try {
    const [run] = await store.runs.list({ newestFirst: true });
    return await store.open(run!.runId).read(0, Infinity); // there is one
  } finally {
    store.close();
  }
}

function pathsOf(events: readonly RunEvent[], types: readonly RunEvent["type"][]): readonly string[] {
  return events.flatMap((event) => (types.includes(event.type) && "path" in event ? [event.path] : []));
}

describe.skipIf(process.platform === "win32")("a report whose process is killed", { timeout: 60_000 }, () => {
  it("goes on where it was when it is asked for again, and runs no step again that had succeeded", async () => {
    const [folder, output] = [temporaryFolder({ "a.ts": "1\n", "b.ts": "1\n2\n" }), temporaryFolder()];
    const killed = await report(folder, output, "--kill-after", "countLines");
    expect(killed.end).toBe("SIGKILL");
    expect(killed.written).not.toContain("Repository report: ");
    const before = await eventsIn(output);
    const settled = pathsOf(before, ["step-succeeded", "step-skipped"]);
    expect(settled).toEqual(expect.arrayContaining(["listFiles", "countLines"]));
    expect(settled).not.toContain("joinReport");

    writeFileSync(join(folder, "b.ts"), "1\n".repeat(100)); // its lines have been counted
    const resumed = await report(folder, output);
    expect(resumed.end).toBe(0);
    expect(resumed.written.startsWith(interrupted)).toBe(true);
    expect(resumed.written).toMatch(/TypeScript {2}2 files {2}3 lines /);
    const after = await eventsIn(output);
    expect(after.slice(0, before.length)).toEqual(before);
    const called = pathsOf(after.slice(before.length), ["attempt-started", "attempt-resumed"]);
    expect(called.filter((path) => settled.includes(path))).toEqual([]);
    expect(called).toContain("joinReport");
    expect(after.at(-1)).toMatchObject({ type: "run-finished", status: "succeeded" });
  });

  it("is another one on another folder, and begins anew when the first is done", async () => {
    const [folder, other, output] = [temporaryFolder({ a: "1" }), temporaryFolder({ b: "2" }), temporaryFolder()];
    await report(folder, output, "--kill-after", "listFiles");
    const isResumed: boolean[] = [];
    for (const about of [other, folder, folder]) {
      const { written, end } = await report(about, output);
      expect(end).toBe(0);
      isResumed.push(written.startsWith(interrupted));
    }
    expect(isResumed).toEqual([false, true, false]);
  });
});
