import { memoryStore, type RunEvent } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it, vi } from "vitest";
import { RunWatch } from "./run-watch.ts";
import { studioObserver } from "./studio-observer.ts";

function watched({ isShared = false } = {}) {
  const [clock, observer] = [createManualClock(), studioObserver()];
  const store = { ...memoryStore(), isShared };
  const watch = new RunWatch({ store, observer, clock, pollMs: 500, gatherMs: 20 });
  const happens = (event: Partial<RunEvent>) =>
    observer.onEvent({ sequence: 1, time: 0, path: "a", ...event } as RunEvent, { runId: "r", workflow: "w" });
  const watcher = () => ({ look: vi.fn(), emitted: vi.fn() });
  return { clock, observer, store, watch, happens, watcher };
}

describe("a watch over a run", () => {
  it("tells once of what happens within a short time", () => {
    const { clock, watch, happens, watcher } = watched();
    const one = watcher();
    watch.watchRun("r", one);
    for (let count = 0; count < 5; count++) happens({ type: "retry-due" });
    expect(one.look).not.toHaveBeenCalled();
    clock.advance(20);
    expect(one.look).toHaveBeenCalledTimes(1);
    happens({ type: "retry-due" });
    clock.advance(20);
    expect(one.look).toHaveBeenCalledTimes(2);
  });

  it("tells nothing of other runs, and nobody who has left", () => {
    const { clock, watch, happens, watcher } = watched();
    const [one, left, other] = [watcher(), watcher(), watcher()];
    watch.watchRun("r", one);
    const leave = watch.watchRun("r", left);
    watch.watchRun("other", other);
    leave();
    happens({ type: "retry-due" });
    clock.advance(20);
    expect([one, left, other].map(({ look }) => look.mock.calls.length)).toEqual([1, 0, 0]);
  });

  it("goes on for those who stay, and stops listening when the last one leaves", () => {
    const { observer, watch, watcher } = watched();
    const stop = vi.fn();
    vi.spyOn(observer, "listen").mockReturnValue(stop);
    const leaves = [watch.watchRun("r", watcher()), watch.watchRun("r", watcher()), watch.watchRun("s", watcher())];
    expect(observer.listen).toHaveBeenCalledTimes(1);
    for (const leave of leaves) {
      expect(stop).not.toHaveBeenCalled();
      leave();
    }
    expect(stop).toHaveBeenCalledTimes(1);
    watch.watchRun("r", watcher());
    expect(observer.listen).toHaveBeenCalledTimes(2);
  });

  it("looks at a store of other processes too, however often one of them fails to answer", async () => {
    const { clock, store, watch, watcher } = watched({ isShared: true });
    const get = vi.spyOn(store.runs, "get").mockImplementation(() => {
      throw new Error("busy");
    });
    const one = watcher();
    watch.watchRun("r", one);
    clock.advance(500);
    expect(get).toHaveBeenCalledTimes(1);
    get.mockReset().mockReturnValue(null);
    await vi.waitFor(() => {
      clock.advance(500);
      expect(one.look).toHaveBeenCalledTimes(1);
    });
  });

  it("tells the statuses only when one has come", async () => {
    const { clock, store, watch, happens, watcher } = watched();
    const get = vi.spyOn(store.runs, "get");
    watch.watchRun("r", watcher());
    await watch.watchStatuses(() => undefined);
    happens({ type: "retry-due" });
    clock.advance(20);
    expect(get).not.toHaveBeenCalled();
    happens({ type: "run-paused" });
    happens({ type: "retry-due" });
    clock.advance(20);
    expect(get).toHaveBeenCalledTimes(1);
  });
});
