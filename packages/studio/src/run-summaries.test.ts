import { createEngine, memoryStore, type StoredRun } from "@stepspan/engine";
import { workflow } from "stepspan";
import { describe, expect, it, vi } from "vitest";
import { runSummaries } from "./run-summaries.ts";

const nothing = workflow("nothing", { version: "3" }).step("do", { run: () => "nothing" });

async function oneRun() {
  const store = memoryStore();
  const engine = createEngine({ store });
  await engine.run(nothing, undefined, {
    runId: "r",
    metadata: { tag: "x", long: "x".repeat(201), list: [1], none: null },
  });
  const run = (await store.runs.get("r")) as StoredRun; // it has just been run
  return { store, engine, run };
}

describe("the summary of a run", () => {
  it("has what is short of its metadata", async () => {
    const { store, engine, run } = await oneRun();
    const { version, metadata, isOpenHere } = await runSummaries(store, engine)(run);
    expect([version, metadata, isOpenHere]).toEqual(["3", { tag: "x", none: null }, false]);
  });

  it("reads the first event of a run once, and again when 2,000 others were asked for since", async () => {
    const { store, engine, run } = await oneRun();
    const read = vi.fn(() => store.open("r").read(0, 1));
    const summaryOf = runSummaries({ ...store, open: () => ({ append: () => undefined, read }) }, engine);
    await summaryOf(run);
    await summaryOf(run);
    expect(read).toHaveBeenCalledTimes(1);
    for (let at = 0; at < 2_000; at++) await summaryOf({ ...run, runId: `${at}` });
    read.mockClear();
    await summaryOf({ ...run, runId: "1999" });
    expect(read).not.toHaveBeenCalled();
    await summaryOf(run);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it("of a run whose journal cannot be read has what the store says of it", async () => {
    const { store, engine, run } = await oneRun();
    const open = () => {
      throw new Error("damaged");
    };
    expect(await runSummaries({ ...store, open }, engine)(run)).toMatchObject({
      runId: "r",
      version: null,
      metadata: {},
    });
  });
});
