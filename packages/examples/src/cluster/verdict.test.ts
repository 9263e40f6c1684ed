import { createEngine, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "./ledger.ts";
import type { Member } from "./member.ts";
import { verdictOn } from "./verdict.ts";

function memberOf(name: string, endedAt: number | null): Member {
  return { name, pid: 1, port: 1, endedAt, kill: async () => undefined, gone: Promise.resolve("SIGKILL") };
}

function entry(step: string, attempt: number, process: string, time: number): LedgerEntry {
  return { run: "r", step, attempt, key: step, process, time };
}

async function runOfTwo() {
  await using engine = createEngine();
  const twice = ({ attempt }: { readonly attempt: number }) => {
    if (attempt === 1) throw new Error("not yet");
    return attempt;
  };
  const two = workflow("two")
    .step("a", { run: () => 1 })
    .step("b", { retry: { attempts: 2 }, run: (_, context) => twice(context) });
  return await engine.run(two);
}

const once = [entry("a", 1, "w 1", 10), entry("b", 1, "w 2", 11), entry("b", 2, "w 2", 12)];

describe("the verdict on a run", () => {
  it("has nothing to say against one whose attempts were called once", async () => {
    expect(verdictOn(await runOfTwo(), once, 2, [])).toEqual({ succeeded: 2, attempts: 3, repeated: 0, problems: [] });
  });

  it("allows the repetition of what was open in a process when that was killed", async () => {
    const killed = [memberOf("w 1", 15)];
    const entries = [...once, entry("a", 1, "w 2", 20)];
    expect(verdictOn(await runOfTwo(), entries, 2, killed)).toMatchObject({ repeated: 1, problems: [] });
  });

  it("names what was repeated without that, what is missing, and what is not in the ledger", async () => {
    const run = await runOfTwo();
    const again = [...once, entry("b", 2, "w 2", 20)];
    const problem = "Attempt 2 of b was repeated for no reason.";
    expect(verdictOn(run, again, 2, [memberOf("w 1", 15)]).problems).toEqual([problem]);
    expect(verdictOn(run, again, 2, [memberOf("w 2", 11)]).problems).toEqual([problem]);
    expect(verdictOn(run, again, 2, [memberOf("w 2", 21)]).problems).toEqual([problem]);
    expect(verdictOn(run, once, 3, []).problems).toEqual(["2 of 3 steps succeeded."]);
    expect(verdictOn(run, once.slice(1), 2, []).problems).toEqual(["The run has 3 attempts, the ledger 2."]);
  });
});
