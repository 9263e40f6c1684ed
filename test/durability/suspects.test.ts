import { createManualClock } from "@stepspan/engine/testing";
import { createEngine, memoryStore, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { mortalStore } from "../support/mortal-store.ts";
import { turn } from "../support/turn.ts";

/** One process after the other over one store, each with two runs whose steps are open when it dies. */
function world() {
  const [kept, clock] = [memoryStore(), createManualClock()];
  let called: string[] = [];
  let settle = new Map<string, (output: string) => void>();
  const stuck = workflow("stuck").step("work", {
    run: (_params, { run }) => {
      called.push(run.id);
      return new Promise<string>((resolve) => settle.set(run.id, resolve));
    },
  });
  const begin = () => {
    [called, settle] = [[], new Map()];
    const store = mortalStore(kept);
    return { store, engine: createEngine({ store, clock, workflows: [stuck] }) };
  };
  const die = async (store: { kill(): void }) => {
    await turn();
    store.kill();
    clock.advance(30_001);
  };
  return { begin, die, clock, stuck, called: () => called, settle: (id: string) => settle.get(id)?.("done") };
}

async function afterTwoCrashes() {
  const { begin, die, stuck, ...rest } = world();
  const first = begin();
  for (const runId of ["one", "two", "three"]) first.engine.start(stuck, undefined, { runId });
  await die(first.store);
  const second = begin();
  await second.engine.recover();
  await turn();
  expect(rest.called()).toEqual(["one", "two", "three"]);
  await die(second.store);
  const third = begin();
  const { handles } = await third.engine.recover();
  await turn();
  return { ...rest, engine: third.engine, handles };
}

describe("runs that were at work in two crashes in a row", () => {
  it("go on one after the other, each when a step of the one before has settled", async () => {
    const { called, settle, engine, handles } = await afterTwoCrashes();
    expect(handles.map(({ runId }) => runId)).toEqual(["one", "two", "three"]);
    for (const before of [["one"], ["one", "two"], ["one", "two", "three"]]) {
      expect(called()).toEqual(before);
      settle(before.at(-1) ?? "");
      await turn();
    }
    expect(await Promise.all(handles.map(async ({ result }) => (await result).output))).toEqual(Array(3).fill("done"));
    await engine.close();
  });

  it("go on all the same when the one before takes its time", async () => {
    const { called, clock, engine } = await afterTwoCrashes();
    clock.advance(15_000);
    await turn();
    expect(called()).toEqual(["one", "two"]);
    await engine.close({ runs: "leave" });
  });

  it("need not have had their turn to be cancelled, or left", async () => {
    const { called, engine, handles } = await afterTwoCrashes();
    handles[1]?.cancel("enough");
    await expect(handles[1]?.result).rejects.toMatchObject({ code: "CANCELLED" });
    await engine.close({ runs: "leave" });
    await expect(handles[2]?.result).rejects.toMatchObject({ code: "RUN_LEFT" });
    expect(called()).toEqual(["one"]);
  });
});
