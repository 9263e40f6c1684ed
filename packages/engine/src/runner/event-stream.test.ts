import { describe, expect, it } from "vitest";
import { createFollowedRun } from "../../../../test/support/followed-run.ts";
import { iterate, listen } from "../../../../test/support/listeners.ts";
import { turn } from "../../../../test/support/turn.ts";

describe("the events of a run", () => {
  it("are those of the journal from the first one on, and what is emitted in its place among them", async () => {
    const run = createFollowedRun();
    run.store(2);
    const { heard, ended } = listen(run);
    run.emit("a");
    run.emit("b");
    run.store(1);
    run.emit("c");
    await turn();
    run.emit("d");
    run.store(1);
    run.finish();
    await ended;
    expect(heard).toEqual([1, 2, "a", "b", 3, "c", "d", 4]);
  });

  it("begin with what is emitted, if nothing is stored yet", async () => {
    const run = createFollowedRun();
    const { heard, ended } = listen(run);
    run.emit("a");
    run.store();
    run.finish();
    await ended;
    expect(heard).toEqual(["a", 1]);
  });

  it("keep their order when a listener is slow and the journal is long", async () => {
    const run = createFollowedRun();
    const { next } = iterate(run);
    run.store(600);
    expect(await next()).toBe(1);
    run.emit("after 600");
    run.store(600);
    run.emit("after 1200");
    run.finish();
    const heard: unknown[] = [];
    for (let event = await next(); event !== "end"; event = await next()) heard.push(event);
    expect(heard).toHaveLength(1201);
    expect(heard.indexOf("after 600")).toBe(599);
    expect(heard.indexOf("after 1200")).toBe(1200);
  });

  it("tell of what is emitted while the journal is being read, after what was stored before", async () => {
    const reads: (() => void)[] = [];
    const run = createFollowedRun({
      read: (events) => new Promise((resolve) => reads.push(() => resolve(events))),
    });
    run.store(1);
    const { heard, ended } = listen(run);
    run.emit("a");
    run.store(1);
    run.emit("b");
    for (let round = 0; round < 3; round++) {
      reads.shift()?.();
      await turn();
    }
    run.finish();
    await ended;
    expect(heard).toEqual([1, "a", 2, "b"]);
  });

  it("do not hold what was emitted before an iteration began", async () => {
    const run = createFollowedRun();
    run.emit("early");
    const { iterator, next } = iterate(run);
    run.emit("not begun yet");
    const first = next();
    run.emit("now");
    expect(await first).toBe("now");
    run.finish();
    expect(await next()).toBe("end");
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it("are told to each iteration at its own pace", async () => {
    const run = createFollowedRun();
    const slow = iterate(run);
    const first = slow.next();
    const quick = [listen(run), listen(run)];
    run.emit("a");
    run.store();
    run.emit("b");
    run.finish();
    for (const { heard, ended } of quick) {
      await ended;
      expect(heard).toEqual(["a", 1, "b"]);
    }
    expect([await first, await slow.next(), await slow.next(), await slow.next()]).toEqual(["a", 1, "b", "end"]);
  });

  it("end for those that wait when the run ends", async () => {
    const run = createFollowedRun();
    const { next } = iterate(run);
    const waiting = [next(), next()];
    run.finish();
    expect(await Promise.all(waiting)).toEqual(["end", "end"]);
    expect(run.listeners).toEqual({ stored: 0, emitted: 0 });
  });

  it("answer several calls of next in order", async () => {
    const run = createFollowedRun();
    const { next } = iterate(run);
    const waiting = [next(), next(), next()];
    run.emit("a");
    run.store();
    run.emit("b");
    expect(await Promise.all(waiting)).toEqual(["a", 1, "b"]);
  });

  it("are frozen, and what cannot be frozen is a copy for each iteration", async () => {
    const run = createFollowedRun();
    const iterators = [iterate(run).iterator, iterate(run).iterator];
    const waiting = iterators.map((iterator) => iterator.next());
    const original = new Map([["a", 1]]);
    run.emit(original);
    const [left, right] = (await Promise.all(waiting)).map(({ value }) => value);
    expect(left).toEqual({ type: "event-emitted", path: "work", event: "progress", data: original, time: 0 });
    expect(Object.isFrozen(left)).toBe(true);
    expect(new Set([left.data, right.data, original]).size).toBe(3);
  });
});
