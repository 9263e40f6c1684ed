import { createCodec, createEngine, encodeEvents, memoryStore, type RunEvent } from "@stepspan/engine";
import { followEvents } from "@stepspan/engine/reading";
import { workflow } from "stepspan";
import { beforeAll, describe, expect, it } from "vitest";
import { createLiveRun } from "./live-run.ts";
import { createTraveller } from "./traveller.ts";

const many = workflow("many")
  .step("list", { run: () => Array.from({ length: 120 }, (_none, index) => index) })
  .map("double", {
    over: ({ stepSpan }) => stepSpan("list").output,
    params: { item: ({ item }) => item },
    run: ({ item }: { item: number }) => item * 2,
  });

const codec = createCodec();
let events: readonly RunEvent[];
let encoded: readonly unknown[];
beforeAll(async () => {
  const store = memoryStore();
  await using engine = createEngine({ store });
  const { runId } = await engine.run(many);
  events = await store.open(runId).read(0, Number.POSITIVE_INFINITY);
  encoded = encodeEvents(events, codec);
});

const statuses = (run: { spans: readonly { path: string; status: string }[] }) =>
  run.spans.map(({ path, status }) => `${path} ${status}`);

describe("a run that is put together while its events come in", () => {
  it("is the same in whatever pieces they come, and takes no more at once than there is time for", () => {
    for (const size of [1, 7, 100, 1_000]) {
      const live = createLiveRun(codec);
      for (let from = 0; from < encoded.length; from += size) live.offer(encoded.slice(from, from + size));
      expect([live.known, live.events.length]).toEqual([encoded.length, 0]);
      let turns = 1;
      while (!live.take(() => true)) turns++;
      expect(turns).toBeGreaterThanOrEqual(Math.ceil(encoded.length / 100));
      expect(statuses(live.followed!.run)).toEqual(statuses(followEvents(events).run));
    }
  });

  it("refuses events that do not follow, and says which", () => {
    const live = createLiveRun(codec);
    live.offer([encoded[0], encoded[2]]);
    expect(() => live.take(() => false)).toThrow(/^Event 2 /);
  });
});

describe("a traveller over the events of a run", () => {
  it("goes to any moment, forwards and back, and shows the run as it was then", () => {
    const traveller = createTraveller(events);
    for (const target of [1, 50, 51, 300, 20, events.length, 2]) {
      traveller.goTo(target);
      while (!traveller.take(() => true));
      expect(traveller.followed?.length).toBe(target);
      expect(statuses(traveller.followed!.run)).toEqual(statuses(followEvents(events.slice(0, target)).run));
    }
  });

  it("shows where it was while it goes back", () => {
    const traveller = createTraveller(events);
    traveller.goTo(300);
    while (!traveller.take(() => true));
    traveller.goTo(250);
    expect(traveller.take(() => true)).toBe(false);
    expect(traveller.followed?.length).toBe(300);
  });

  it("is nowhere without events, and goes no further than there are any", () => {
    const none = createTraveller([]);
    expect([none.take(() => false), none.followed]).toEqual([false, null]);
    const traveller = createTraveller(events);
    traveller.goTo(1e9);
    expect([traveller.take(() => false), traveller.followed?.length]).toEqual([true, events.length]);
  });
});
