import { describe, expect, it } from "vitest";
import { disposable, factsOf, open, openNow } from "./fixtures/opening.ts";
import { perRun } from "./per-run.ts";

describe("the resources of a run", () => {
  it("are the objects that were handed in, and what factories make", () => {
    const db = { query: () => 1 };
    const { byName } = openNow({ engine: { db }, run: { log: perRun(() => "made") } });
    expect(byName.get("db")).toBe(db);
    expect(byName.get("log")).toBe("made");
  });

  it("are there at once unless a factory gives a promise", async () => {
    expect(open({ run: { a: perRun(() => 1) } })).not.toBeInstanceOf(Promise);
    const opening = open({ run: { a: perRun(async () => 1) } });
    expect(opening).toBeInstanceOf(Promise);
    expect((await opening).byName.get("a")).toBe(1);
  });

  it("are made at the engine, the workflow and the run, in the order written", async () => {
    const diary: string[] = [];
    const made = (name: string) =>
      perRun(() => {
        diary.push(`make ${name}`);
        return disposable(name, diary);
      });
    const late = (name: string) =>
      perRun(async () => {
        await undefined;
        diary.push(`make ${name}`);
        return disposable(name, diary);
      });
    const opened = await open({
      engine: { a: late("a"), b: made("b") },
      workflow: { c: late("c") },
      run: { d: made("d"), e: late("e") },
    });
    await opened.close();
    expect(diary).toEqual([
      ...["a", "b", "c", "d", "e"].map((name) => `make ${name}`),
      ...["e", "d", "c", "b", "a"].map((name) => `dispose ${name}`),
    ]);
  });

  it("are not made if a level above replaces them", () => {
    const never = perRun(() => {
      throw new Error("It was called.");
    });
    const { byName } = openNow({ engine: { a: never, b: never }, workflow: { a: 1 }, run: { b: perRun(() => 2) } });
    expect([byName.get("a"), byName.get("b")]).toEqual([1, 2]);
  });

  it("are made anew for each run, also for runs that open at the same time", async () => {
    const gates = new Map([
      ["r1", Promise.withResolvers<void>()],
      ["r2", Promise.withResolvers<void>()],
    ]);
    const diary: string[] = [];
    const engine = {
      shared: { name: "shared" },
      db: perRun(async ({ runId }) => {
        await gates.get(runId)?.promise;
        return disposable(`db of ${runId}`, diary);
      }),
      cache: perRun(({ runId, resources }) => ({ of: runId, on: resources.require("db") })),
    };
    const first = open({ engine }, { facts: factsOf({ runId: "r1" }) });
    const second = open({ engine }, { facts: factsOf({ runId: "r2" }) });
    gates.get("r2")?.resolve();
    const two = await second;
    gates.get("r1")?.resolve();
    const one = await first;
    expect(one.byName.get("db")).toMatchObject({ name: "db of r1" });
    expect(two.byName.get("db")).toMatchObject({ name: "db of r2" });
    expect(two.byName.get("cache")).toEqual({ of: "r2", on: two.byName.get("db") });
    expect(one.byName.get("shared")).toBe(two.byName.get("shared"));
    await one.close();
    expect(diary).toEqual(["dispose db of r1"]);
  });
});

describe("a factory", () => {
  it("knows the run, and cannot change what it is told", () => {
    const scopes: object[] = [];
    openNow({ run: { a: perRun((scope) => scopes.push(scope)) } }, factsOf({ parentRunId: "r0" }));
    const [seen] = scopes;
    expect(seen).toMatchObject({
      runId: "r1",
      workflow: "report",
      parentRunId: "r0",
      metadata: { requestId: "q1" },
      input: { day: "today" },
    });
    expect(Object.isFrozen(seen)).toBe(true);
  });

  it("sees what was handed in at any level, and what was made before", () => {
    const { byName } = openNow({
      engine: {
        pool: perRun(({ resources }) => `pool at ${resources.require("url")}`),
        db: perRun(({ resources }) => `db on ${resources.get("pool")}, ${resources.get("mode", "fast")}`),
      },
      run: { url: "localhost" },
    });
    expect(byName.get("db")).toBe("db on pool at localhost, fast");
  });

  it("sees a factory that replaces another in that one's place", () => {
    const { byName } = openNow({
      engine: { pool: perRun(() => "pool"), db: perRun(({ resources }) => `db on ${resources.require("pool")}`) },
      run: { pool: perRun(() => "pool of the run") },
    });
    expect(byName.get("db")).toBe("db on pool of the run");
  });

  it("tells null, undefined and false from what is missing", () => {
    const seen: unknown[] = [];
    openNow({
      run: {
        a: null,
        b: undefined,
        c: false,
        d: perRun(({ resources }) => {
          seen.push(...["a", "b", "c", "x"].map((name) => resources.get(name, "missing")), resources.require("b"));
        }),
      },
    });
    expect(seen).toEqual([null, undefined, false, "missing", undefined]);
  });

  it("may give any thenable for what it makes", async () => {
    const thenable = { then: (resolve: (made: string) => void) => resolve("made") };
    const { byName } = await open({ run: { a: perRun<unknown>(() => thenable) } });
    expect(byName.get("a")).toBe("made");
  });
});
