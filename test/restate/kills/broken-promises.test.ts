import { createEngine, type Run, workflow } from "stepspan";
import { beforeAll, describe, expect, it } from "vitest";
import type { LedgerEntry } from "../../../packages/examples/src/cluster/ledger.ts";
import { brokenPromises, type Kill, type WatchedRun } from "./broken-promises.ts";

let run: Run;
/** When its attempts were recorded to begin, and to end. */
let at: { readonly begun: number; readonly ended: number };

beforeAll(async () => {
  await using engine = createEngine();
  run = await engine.run(workflow("one").step("a", { run: () => 1 }), undefined, { runId: "r" });
  const [attempt] = run.span("a").attempts;
  at = { begun: attempt!.startedAt, ended: attempt!.finishedAt! }; // it ended
});

const expected = new Map([["a", { status: "succeeded", output: 1, attempts: 1 } as const]]);

function call(time: number, process = "worker 1", changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return { run: "r", step: "a", attempt: 1, key: "k", process, time, ...changes };
}

function kill(what: Kill["what"], name: string, time: number): Kill {
  return { what, name, from: time - 1, until: time };
}

function broken(changes: Partial<WatchedRun>): readonly string[] {
  return brokenPromises({ run, expected, calls: [call(at.ended)], kills: [], ...changes });
}

describe("a run that was watched", () => {
  it("keeps its promises if all was as it was recorded", () => {
    expect(broken({})).toEqual([]);
  });

  it("may repeat what its worker was at when that was killed, and what was in flight when the server was", () => {
    const calls = [call(at.begun), call(at.ended, "worker 2")];
    expect(broken({ calls, kills: [kill("worker", "worker 1", at.begun)] })).toEqual([]);
    expect(broken({ calls, kills: [kill("server", "server", at.begun)] })).toEqual([]);
  });

  it("may not do so for the kill of an orchestrator or of another worker, or twice for one, or for one before", () => {
    const calls = [call(at.begun), call(at.ended, "worker 2")];
    const problem = "r: attempt 1 of a was repeated for no reason";
    expect(broken({ calls })).toEqual([problem]);
    expect(broken({ calls, kills: [kill("orchestrator", "worker 1", at.begun)] })).toEqual([problem]);
    expect(broken({ calls, kills: [kill("worker", "worker 2", at.begun)] })).toEqual([problem]);
    expect(broken({ calls, kills: [kill("server", "server", at.begun - 1)] })).toEqual([problem]);
    const thrice = [...calls, call(at.ended, "worker 3")];
    expect(broken({ calls: thrice, kills: [kill("server", "server", at.begun)] })).toEqual([problem]);
  });

  it("may not call what is over, nor what is not recorded, nor leave out what is", () => {
    const late = [call(at.begun), call(at.ended + 5)];
    expect(broken({ calls: late, kills: [kill("worker", "worker 1", at.begun)] })).toEqual([
      "r: attempt 1 of a was called 5 ms after its end was recorded",
    ]);
    expect(broken({ calls: [call(at.ended), call(at.ended, "worker 1", { attempt: 2 })] })).toEqual([
      "r: a 2 was called and is not recorded",
    ]);
    expect(broken({ calls: [] })).toEqual(["r: a 1 is recorded and was not called"]);
  });

  it("comes to what was computed by hand, and has one key for each step", () => {
    const other = new Map([["a", { status: "succeeded", output: 2, attempts: 1 } as const]]);
    expect(broken({ expected: other })).toEqual(["r: a is succeeded 1 after 1 attempts and not succeeded 2 after 1"]);
    const calls = [call(at.begun), call(at.ended, "worker 2", { key: "other" })];
    expect(broken({ calls, kills: [kill("worker", "worker 1", at.begun)] })).toEqual([
      "r: a has the key k, and another one or another step's",
    ]);
  });
});
