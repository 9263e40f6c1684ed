import { workflow } from "@stepspan/dsl";
import type { EngineOptions, RunEvent, Store } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { turn } from "../support/turn.ts";
import { createWorld, termMs } from "../support/world.ts";

/** A store that gives the events of one run as somebody has changed them. */
function changing(store: Store, runId: string, change: (events: readonly RunEvent[]) => readonly RunEvent[]): Store {
  return {
    ...store,
    open(opened, lease) {
      const journal = store.open(opened, lease);
      if (opened !== runId) return journal;
      const read = () => change(journal.read(0, Infinity) as readonly RunEvent[]); // in memory they are there at once
      return { append: journal.append, read: (position, limit) => read().slice(position, position + limit) };
    },
  };
}

const withoutThird = (events: readonly RunEvent[]) => events.filter(({ sequence }) => sequence !== 3);
const withUnknown = (events: readonly RunEvent[]) =>
  events.map((event) =>
    event.sequence === 3 ? ({ ...event, type: "step-teleported" } as unknown as RunEvent) : event,
  ); // no release has that type

const empty = () => [];

/** Two runs whose process has died; the journal of "bad" is not what it was. */
async function recoverOne(change: (events: readonly RunEvent[]) => readonly RunEvent[], options: EngineOptions = {}) {
  const world = createWorld();
  const build = (isQuick: boolean) =>
    workflow("two")
      .step("one", { run: () => 1 })
      .step("two", {
        dependsOn: ["one"],
        run: () => (isQuick ? "done" : new Promise<string>(() => undefined)),
      });
  const here = world.process();
  for (const runId of ["good", "bad"]) here.engine.start(build(false), undefined, { runId });
  await turn();
  here.kill();
  await world.advance(termMs + 1);
  const store = changing(world.kept, "bad", change);
  const { engine } = world.process({ ...options, store, workflows: [build(true)] });
  return { world, engine, before: world.journal("bad").length, recovery: await engine.recover() };
}

describe("a journal that is not what it was", () => {
  it.each([
    [
      "an event is missing",
      withoutThird,
      'Event 3 of run "bad" cannot be read back: it has the sequence number 4: events are missing or out of order. It was damaged, or written by something else than Stepspan: restore it from a backup, or run the workflow again.',
    ],
    [
      "an event is of an unknown type",
      withUnknown,
      'Event 3 of run "bad" cannot be read back: it is of the type "step-teleported", which this release does not know. Use the release of Stepspan that wrote it, or a later one.',
    ],
    [
      "no event is left",
      empty,
      'Run "bad" cannot be read back: it has no events. It was damaged, or written by something else than Stepspan: restore it from a backup, or run the workflow again.',
    ],
  ] as const)("is reported and left alone, and others go on: %s", async (_what, change, message) => {
    for (const onMismatch of ["fail", "park"] as const) {
      const { world, engine, before, recovery } = await recoverOne(change, { onMismatch });
      expect(recovery.handles.map(({ runId }) => runId)).toEqual(["good"]);
      expect(recovery.refused).toEqual([
        { runId: "bad", workflow: "two", error: expect.objectContaining({ message }) },
      ]);
      expect(recovery.refused[0]?.error.name).toBe("StoreError");
      expect((await recovery.handles[0]!.result).output).toBe("done");
      const again = await engine.recover();
      expect([again.handles, again.refused.map(({ runId }) => runId)]).toEqual([[], ["bad"]]);
      await expect(engine.resume("bad")).rejects.toThrow(message);
      if (change !== empty) await expect(engine.runs.get("bad")).rejects.toThrow(message);
      expect(world.journal("bad").length).toBe(before);
      expect(await world.kept.runs.get("bad")).toMatchObject({ status: "running", lease: null });
    }
  });

  it("is no reason to look at it twice: what the store cannot read is reported with its error", async () => {
    const broken = () => {
      throw new Error("row 7 of run bad does not have its checksum");
    };
    const { recovery, engine } = await recoverOne(broken);
    expect(recovery.refused.map(({ error }) => error.message)).toEqual(["row 7 of run bad does not have its checksum"]);
    expect((await engine.recover()).handles).toEqual([]);
  });
});
