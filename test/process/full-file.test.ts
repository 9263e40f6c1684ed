import { dirname, join } from "node:path";
import type { StoredRun } from "@stepspan/engine";
import { type SqliteStore, sqliteStore } from "@stepspan/sqlite";
import { describe, expect, it } from "vitest";
import { randomNumbers } from "../support/random-numbers.ts";
import { temporaryFile } from "../support/temporary-file.ts";
import { callsIn } from "./body-calls.ts";
import { epochsIn } from "./epochs-in.ts";
import { brokenPromises } from "./kept-promises.ts";
import { runProgram } from "./run-program.ts";

/** How a run ended, as `full-file` prints it. */
interface End {
  readonly runId: string;
  readonly status: string | null;
  readonly name: string | null;
  readonly message: string | null;
}

/** A file, the calls of bodies beside it, and how the program ended on it. */
async function program(path: string, ...parameters: readonly string[]) {
  const { code, printed, stderr } = await runProgram("full-file", path, notesOf(path), ...parameters);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return printed;
}

const notesOf = (path: string) => join(dirname(path), "calls.jsonl");

async function readFrom<Value>(path: string, read: (store: SqliteStore) => Promise<Value>): Promise<Value> {
  const store = sqliteStore(path);
  try {
    return await read(store);
  } finally {
    store.close();
  }
}

const listed = (path: string) => readFrom(path, async (store) => store.runs.list());

/** All that the runs which are there show that must not be. */
function problemsIn(path: string): Promise<readonly string[]> {
  const [calls, epochs] = [callsIn(notesOf(path)), epochsIn(path)];
  return readFrom(path, async (store) => {
    const problems = (await store.runs.list()).map(async (run) => {
      const events = await store.open(run.runId).read(0, Infinity);
      const own = calls.filter(({ run: runId }) => runId === run.runId);
      return brokenPromises({ run, events, calls: own, epoch: epochs.get(run.runId) ?? 0 });
    });
    return (await Promise.all(problems)).flat();
  });
}

function statusOf(runs: readonly StoredRun[], runId: string): string | null {
  return runs.find((run) => run.runId === runId)?.status ?? null;
}

describe("runs on a file that becomes full", () => {
  it("stop with a StoreError, succeed only if that is stored, and finish when there is room", async () => {
    const random = randomNumbers("full files");
    const rooms = [0, 1, 2, 3].map((number) => Math.floor(number * 15 + random() * 15));
    let stops = 0;
    for (const room of rooms) {
      const path = temporaryFile();
      const ends = (await program(path, String(room))) as readonly End[];
      const left = await listed(path);
      expect(ends).toHaveLength(10);
      for (const { runId, status, name, message } of ends) {
        if (status === null) {
          expect({ name, message }).toEqual({ name: "StoreError", message: fullFile(path, runId) });
          expect(["running", null]).toContain(statusOf(left, runId));
          stops++;
        } else expect(statusOf(left, runId)).toBe("succeeded");
      }
      const open = left.filter(({ status }) => status === "running").map(({ runId }) => runId);
      const [{ refused }, ...recovered] = (await program(path, "recover")) as [{ refused: number }, ...End[]];
      expect(refused).toBe(0);
      expect(recovered.map(({ runId, status }) => `${runId} ${status}`).toSorted()).toEqual(
        open.map((runId) => `${runId} succeeded`),
      );
      expect(await problemsIn(path)).toEqual([]);
    }
    expect(stops).toBeGreaterThan(0);
  });

  it("can be resumed by the engine in which they stopped, when there is room", async () => {
    const path = temporaryFile();
    const ends = await program(path, "20", "same");
    expect(ends.length, "ten ends, and those of the runs that were resumed").toBeGreaterThan(10);
    const runs = await listed(path);
    expect(runs.length).toBeGreaterThan(0);
    expect(runs.map(({ status }) => status)).toEqual(runs.map(() => "succeeded"));
    expect(await problemsIn(path)).toEqual([]);
  });
});

const fullFile = (path: string, runId: string) =>
  `The store "${path}" could not write to the journal of run "${runId}": the disk is full (database or disk is full). Make room on the disk.`;
