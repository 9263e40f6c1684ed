import { describe, expect, it } from "vitest";
import type { StoredRunSummary } from "../../../src/protocol.ts";
import { anyRun, isMeant, type RunList, withChange, withPage } from "./run-list.ts";

function summary(runId: string, startedAt: number, status: StoredRunSummary["status"] = "running"): StoredRunSummary {
  return {
    ...{ runId, workflow: "report", version: null, status, startedAt, finishedAt: null, events: 1 },
    ...{ metadata: {}, parentRunId: null, rerunOf: null, isOpenHere: true },
  };
}

const two: RunList = { runs: [summary("b", 20), summary("a", 10)], next: null };
const idsOf = ({ runs }: RunList) => runs.map(({ runId }) => runId);

describe("the list of runs", () => {
  it("has a run that begins in its place, the newest first", () => {
    expect(idsOf(withChange(two, summary("c", 30), anyRun))).toEqual(["c", "b", "a"]);
    expect(idsOf(withChange(two, summary("c", 15), anyRun))).toEqual(["b", "c", "a"]);
    expect(idsOf(withChange(two, summary("c", 5), anyRun))).toEqual(["b", "a", "c"]);
  });

  it("has each run once, as it is now", () => {
    const changed = withChange(two, summary("a", 10, "succeeded"), anyRun);
    expect(changed.runs.map(({ runId, status }) => `${runId} ${status}`)).toEqual(["b running", "a succeeded"]);
  });

  it("loses a run that its filter does not mean any more", () => {
    const running = { ...anyRun, status: "running" as const };
    expect(idsOf(withChange(two, summary("b", 20, "failed"), running))).toEqual(["a"]);
    expect(withChange(two, summary("c", 30, "failed"), running)).toBe(two);
  });

  it("leaves a run that belongs on a page which is not loaded to that page", () => {
    const first: RunList = { ...two, next: "a" };
    expect(withChange(first, summary("old", 5, "failed"), anyRun)).toBe(first);
    expect(idsOf(withChange(first, summary("new", 30), anyRun))).toEqual(["new", "b", "a"]);
  });

  it("has no run twice that began while the next page was asked for", () => {
    expect(withPage({ ...two, next: "a" }, { runs: [summary("a", 10), summary("z", 1)], next: null })).toEqual({
      runs: [...two.runs, summary("z", 1)],
      next: null,
    });
  });

  it("is searched in ids and names of workflows, whatever their case", () => {
    expect(["REP", "A", "x"].map((search) => isMeant(summary("a", 1), { ...anyRun, search }))).toEqual([
      true,
      true,
      false,
    ]);
    expect(isMeant(summary("a", 1), { ...anyRun, workflow: "other" })).toBe(false);
  });
});
