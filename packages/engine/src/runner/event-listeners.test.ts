import { describe, expect, it } from "vitest";
import { createFollowedRun, inShort } from "../../../../test/support/followed-run.ts";
import { iterate } from "../../../../test/support/listeners.ts";
import { turn } from "../../../../test/support/turn.ts";
import { createEventStream } from "./event-stream.ts";

describe("a listener that is too slow", () => {
  it("misses the oldest of what was emitted, and is told how many in their place", async () => {
    const run = createFollowedRun();
    const { next } = iterate(run, 3);
    run.store();
    expect(await next()).toBe(1);
    for (const data of ["a", "b", "c", "d", "e"]) run.emit(data);
    run.store();
    run.finish();
    const heard = [await next(), await next(), await next(), await next(), await next(), await next()];
    expect(heard).toEqual(["2 missed", "c", "d", "e", 2, "end"]);
  });

  it("is told where the first one was missed, and again when further ones are", async () => {
    const run = createFollowedRun();
    const { next } = iterate(run, 2);
    run.store();
    expect(await next()).toBe(1);
    run.emit("a");
    run.store();
    for (const data of ["b", "c", "d"]) run.emit(data);
    expect(await next()).toBe("2 missed");
    for (const data of ["e", "f", "g"]) run.emit(data);
    run.store();
    run.finish();
    const heard = [await next(), await next(), await next(), await next(), await next(), await next()];
    expect(heard).toEqual([2, "3 missed", "f", "g", 3, "end"]);
  });

  it("misses nothing of the journal", async () => {
    const run = createFollowedRun();
    const { next } = iterate(run, 1);
    const first = next();
    for (let round = 0; round < 1000; round++) {
      run.store();
      run.emit(`emitted ${round}`);
    }
    run.finish();
    const heard = [await first];
    for (let event = await next(); event !== "end"; event = await next()) heard.push(event);
    expect(heard).toEqual([1, "999 missed", ...Array.from({ length: 999 }, (_, index) => index + 2), "emitted 999"]);
  });

  it("has room for 1,024 emitted events by default", async () => {
    const run = createFollowedRun();
    const { next } = iterate(run);
    run.store();
    expect(await next()).toBe(1);
    for (let count = 0; count < 1024; count++) run.emit(count);
    expect(await next()).toBe(0);
    run.emit("one more");
    run.emit("and the one too many");
    expect(await next()).toBe("1 missed");
    expect(await next()).toBe(2);
  });
});

describe("a listener that stops", () => {
  it("by break is not known to the run any more", async () => {
    const run = createFollowedRun();
    run.store(3);
    for await (const event of createEventStream(run)) {
      expect(run.listeners).toEqual({ stored: 1, emitted: 1 });
      if (inShort(event) === 2) break;
    }
    expect(run.listeners).toEqual({ stored: 0, emitted: 0 });
  });

  it("by a throw in the body of its loop is not known to the run any more", async () => {
    const run = createFollowedRun();
    run.store();
    const listening = (async () => {
      for await (const _event of createEventStream(run)) throw new Error("heard enough");
    })();
    await expect(listening).rejects.toThrow("heard enough");
    expect(run.listeners).toEqual({ stored: 0, emitted: 0 });
  });

  it("while it waits ends its wait, and hears nothing more", async () => {
    const run = createFollowedRun();
    const { next, stop } = iterate(run);
    const waiting = [next(), next()];
    const stopped = stop();
    expect(run.listeners).toEqual({ stored: 0, emitted: 0 });
    run.emit("late");
    expect(await stopped).toEqual({ done: true, value: undefined });
    expect(await Promise.all(waiting)).toEqual(["end", "end"]);
    expect(await next()).toBe("end");
  });

  it("while the journal is being read does not wait for that, whatever comes of it", async () => {
    for (const settle of ["resolve", "reject"] as const) {
      const read = Promise.withResolvers<never[]>();
      const run = createFollowedRun({ read: () => read.promise });
      run.store();
      const { next, stop } = iterate(run);
      const waiting = next();
      await stop();
      expect(await waiting).toBe("end");
      read[settle]([]);
      await turn();
      expect(await next()).toBe("end");
    }
  });

  it("before it begins never becomes known to the run", async () => {
    const run = createFollowedRun();
    run.store();
    const { next, stop } = iterate(run);
    expect(run.listeners).toEqual({ stored: 0, emitted: 0 });
    await stop();
    expect(await next()).toBe("end");
    expect(run.listeners).toEqual({ stored: 0, emitted: 0 });
  });

  it("leaves the others listening", async () => {
    const run = createFollowedRun();
    const left = iterate(run);
    const right = iterate(run);
    const [gone, stays] = [left.next(), right.next()];
    await left.stop();
    run.emit("a");
    expect([await gone, await stays]).toEqual(["end", "a"]);
  });
});

describe("a journal that cannot be read", () => {
  it.each([
    [
      "throws",
      () => {
        throw new Error("the disk is gone");
      },
    ],
    ["rejects", () => Promise.reject(new Error("the disk is gone"))],
  ])("ends the iteration that asked: it %s", async (_how, read) => {
    const run = createFollowedRun({ read });
    run.store();
    const { next } = iterate(run);
    const waiting = [next(), next()];
    await expect(waiting[0]).rejects.toThrow("the disk is gone");
    expect(await waiting[1]).toBe("end");
    expect(await next()).toBe("end");
    expect(run.listeners).toEqual({ stored: 0, emitted: 0 });
  });

  it("is named if it gives less than it took", async () => {
    const run = createFollowedRun({ read: (events) => events.filter(({ sequence }) => sequence < 3) });
    run.store(5);
    const { next } = iterate(run);
    expect([await next(), await next()]).toEqual([1, 2]);
    await expect(next()).rejects.toThrow(
      "The store took 5 events of a run and gives only 2 of them back. Mend the read of its journal.",
    );
  });
});
