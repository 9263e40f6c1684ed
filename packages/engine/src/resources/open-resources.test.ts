import { describe, expect, it } from "vitest";
import { MissingResourceError } from "../errors/resource-errors.ts";
import { disposable, factsOf, open, openNow } from "./fixtures/opening.ts";
import { perRun } from "./per-run.ts";

/** What opening rejects with. */
async function failureOf(opening: () => unknown): Promise<MissingResourceError> {
  try {
    await opening();
  } catch (error) {
    if (error instanceof MissingResourceError) return error;
    throw error;
  }
  throw new Error("The test expected a failure.");
}

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

describe("a factory that fails", () => {
  it("is named, with what it threw as the cause and what to do", async () => {
    const cause = new Error("no route to host");
    const opening = () =>
      open({
        run: {
          db: perRun(() => {
            throw cause;
          }),
        },
      });
    expect(opening).toThrow(MissingResourceError);
    const error = await failureOf(opening);
    expect(error.message).toBe(
      'Resource "db" could not be made for run "r1" of workflow "report": Error: no route to host. Mend its perRun factory, or replace it for this run: engine.run(workflow, input, { resources: { db } }).',
    );
    expect(error.resource).toBe("db");
    expect(error.cause).toBe(cause);
  });

  it.each([
    [() => Promise.reject("closed"), '"closed"'],
    [() => Promise.reject(null), "null"],
    [
      () => ({
        get then() {
          throw new Error("a trap");
        },
      }),
      "Error: a trap",
    ],
    [
      () => ({
        then() {
          throw new Error("a thenable");
        },
      }),
      "Error: a thenable",
    ],
  ])("may fail in any way: %#", async (factory, shown) => {
    const { message } = await failureOf(() => open({ run: { "my db": perRun<unknown>(factory) } }));
    expect(message).toBe(
      `Resource "my db" could not be made for run "r1" of workflow "report": ${shown}. Mend its perRun factory, or replace it for this run: engine.run(workflow, input, { resources: { "my db": … } }).`,
    );
  });

  it("keeps those after it from being called, and has those before it disposed of", async () => {
    const diary: string[] = [];
    const made = (name: string) => perRun(() => disposable(name, diary));
    const error = await failureOf(() =>
      open({
        engine: { handedIn: disposable("handedIn", diary), a: made("a"), b: made("b") },
        run: {
          c: perRun(async () => {
            diary.push("fail c");
            throw new Error("no");
          }),
          d: perRun(() => diary.push("make d")),
        },
      }),
    );
    expect(error.resource).toBe("c");
    expect(diary).toEqual(["fail c", "dispose b", "dispose a"]);
  });

  it("says so too if one before it cannot be disposed of", async () => {
    const stuck = {
      [Symbol.dispose]() {
        throw new Error("busy");
      },
    };
    const { message, cause } = await failureOf(() =>
      open({ engine: { a: perRun(() => stuck), b: perRun(() => Promise.reject(new Error("no"))) } }),
    );
    expect(message).toBe(
      'Resource "b" could not be made for run "r1" of workflow "report": Error: no. Mend its perRun factory, or replace it for this run: engine.run(workflow, input, { resources: { b } }). Resource "a", made for run "r1" of workflow "report", could not be disposed of: Error: busy. Mend its method Symbol.asyncDispose or Symbol.dispose.',
    );
    expect(cause).toEqual(new Error("no"));
  });
});

describe("a factory that asks for what it cannot have", () => {
  const asking = (key: string) => perRun(({ resources }) => resources.require(key));
  const causeOf = async (opening: () => unknown) => ((await failureOf(opening)).cause as Error).message; // factories throw errors here

  it("hears what there is so far, and how to give it", async () => {
    expect(await causeOf(() => open({ engine: { log: 1, pool: asking("lgo") } }))).toBe(
      'The factory of resource "pool" of workflow "report" requires the resource "lgo", which is not there. Did you mean "log"? There is "log". Give it to the run: engine.run(workflow, input, { resources: { lgo } }); to the engine: createEngine({ resources: { lgo } }); or as a default to the workflow: .resources({ lgo }).',
    );
  });

  it("hears that it is made later, also from get", async () => {
    const message =
      'The factory of resource "db" of workflow "report" asks for resource "pool", which is made later. Factories are called in the order written, those of the engine first, then those of the workflow, then those of the run: write "pool" before "db".';
    expect(await causeOf(() => open({ engine: { db: asking("pool"), pool: perRun(() => 1) } }))).toBe(message);
    const getting = perRun(({ resources }) => resources.get("pool"));
    expect(await causeOf(() => open({ engine: { db: getting, pool: perRun(() => 1) } }))).toBe(message);
  });

  it("hears that it is to make it itself", async () => {
    expect(await causeOf(() => open({ engine: { db: 1 }, run: { db: asking("db") } }))).toBe(
      'The factory of resource "db" of workflow "report" asks for resource "db", which it is to make itself. A resource replaces the one of the same name below it: give the other one another name.',
    );
  });

  it("hears of a name that is none", async () => {
    expect(await causeOf(() => open({ engine: { db: asking("__proto__") } }))).toBe(
      'The factory of resource "db" of workflow "report" got "__proto__" as the name of a resource. Give a text that is not empty and not one of __proto__, prototype, constructor.',
    );
  });
});
