import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { trials } from "../../../test/support/random-trials.ts";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { sqliteStore } from "./sqlite-store.ts";

const program = join(import.meta.dirname, "fixtures/append-until-killed.ts");
/** The Node that the repository pins, whichever one runs the tests. */
const node = join(dirname(createRequire(import.meta.url).resolve("node/package.json")), "bin/node");

describe("a process that is killed while it writes", () => {
  it("leaves every acknowledged event, and nothing half written", { timeout: 120_000 }, async () => {
    const path = temporaryFile();
    const { seed, numRuns } = trials("killed writers", 20);
    const random = randomFrom(seed);
    const acknowledged = new Map<string, number>();
    for (let round = 0; round < numRuns; round++) {
      for (const line of await killedAfter(random() * 60, path, `round-${round}`)) {
        const [runId = "", count] = line.split(" ");
        acknowledged.set(runId, Number(count));
      }
      await checkAll(path, acknowledged);
    }
    expect(acknowledged.size).toBeGreaterThan(0);
  });
});

/** What it printed. @param delayMs from its first line on */
async function killedAfter(delayMs: number, path: string, prefix: string): Promise<string[]> {
  const child = spawn(node, ["--conditions=@stepspan/source", program, path, prefix], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [printed, failed] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    failed += text;
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (printed === "") setTimeout(() => child.kill("SIGKILL"), delayMs);
    printed += text;
  });
  const [code, signal] = await once(child, "close");
  expect({ code, signal, failed }).toEqual({ code: null, signal: "SIGKILL", failed: "" });
  return printed.split("\n").slice(0, -1);
}

/** Reading checks the chains. */
async function checkAll(path: string, acknowledged: ReadonlyMap<string, number>): Promise<void> {
  const store = sqliteStore(path);
  const kept = new Set((await store.runs.list()).map(({ runId }) => runId));
  for (const [runId, count] of acknowledged) {
    expect(kept).toContain(runId);
    const events = await store.open(runId).read(0, Infinity);
    expect(events.length).toBeGreaterThanOrEqual(count);
    expect(events.length % Number(runId.split("-").at(-1))).toBe(0);
    expect(events[0]).toMatchObject({ type: "run-started", runId });
  }
  store.close();
}

/** @see https://en.wikipedia.org/wiki/Linear_congruential_generator, with the numbers of Numerical Recipes */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
