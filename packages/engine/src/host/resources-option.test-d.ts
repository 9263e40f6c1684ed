import { describe, expectTypeOf, it } from "vitest";
import { createEngine, type EngineOptions } from "../create-engine.ts";
import { type PerRun, type PerRunScope, perRun } from "../resources/per-run.ts";
import { createReplayingEngine } from "../testing/replaying-engine.ts";
import type { Engine } from "./engine.ts";
import type { Runnable } from "./runnable.ts";

class Db {
  readonly tables: readonly string[] = [];
  query(): number {
    return this.tables.length;
  }
}

interface Log {
  readonly write: (text: string) => void;
}

interface AppResources {
  readonly db: Db;
  readonly log: Log;
}

type Outputs = { readonly only: number };

declare const db: Db;
declare const log: Log;
declare const both: AppResources;
declare const perhaps: boolean;
declare const needy: Runnable<undefined, string, Outputs, { readonly db: Db; readonly log: Log }>;
declare const needyWithInput: Runnable<{ readonly day: string }, string, Outputs, AppResources>;
declare const choosy: Runnable<
  undefined,
  string,
  Outputs,
  { readonly db: Db; readonly log?: Log; readonly mode: "fast" | "slow" }
>;
declare const modest: Runnable<undefined, string, Outputs>;
declare const empty: Runnable<undefined, string, Outputs, {}>;
declare const untyped: Runnable;

const engine = createEngine();

describe("a workflow that declares resources", () => {
  it("does not compile without them", () => {
    // @ts-expect-error the resources are missing
    engine.run(needy);
    // @ts-expect-error the resources are missing
    engine.run(needy, undefined);
    // @ts-expect-error the resources are missing
    engine.run(needy, undefined, {});
    // @ts-expect-error log is missing
    engine.run(needy, undefined, { resources: { db } });
    // @ts-expect-error the name is log
    engine.run(needy, undefined, { resources: { db, lgo: log } });
    // @ts-expect-error the resources are missing
    engine.start(needy);
    // @ts-expect-error log is missing
    engine.start(needy, undefined, { resources: { db }, live: true });
    // @ts-expect-error the resources are missing, not the input
    engine.run(needyWithInput, { day: "today" });
  });

  it("runs with them", () => {
    expectTypeOf(
      engine.run(needy, undefined, { resources: { db, log } }).then(({ output }) => output),
    ).resolves.toBeString();
    engine.run(needy, undefined, { resources: { db, log }, runId: "r1" });
    engine.start(needy, undefined, { resources: { db, log }, live: true });
    engine.run(needyWithInput, { day: "today" }, { resources: { db, log } });
  });

  it("takes others besides, and an object of an interface type", () => {
    engine.run(needy, undefined, { resources: { db, log, cache: new Map() } });
    engine.run(needy, undefined, { resources: both });
    createEngine({ resources: both }).run(needy);
  });

  it("refuses a resource of another type", () => {
    // @ts-expect-error a text is no Db
    engine.run(needy, undefined, { resources: { db: "db", log } });
    // @ts-expect-error undefined is no Log
    engine.run(needy, undefined, { resources: { db, log: undefined } });
    // @ts-expect-error it may be missing
    engine.run(needy, undefined, { resources: { db, log: perhaps ? log : null } });
  });

  it("knows optional resources and literal types", () => {
    engine.run(choosy, undefined, { resources: { db, mode: "fast" } });
    engine.run(choosy, undefined, { resources: { db, mode: "slow", log } });
    // @ts-expect-error there is no such mode
    engine.run(choosy, undefined, { resources: { db, mode: "medium" } });
    // @ts-expect-error a text is no Log
    engine.run(choosy, undefined, { resources: { db, mode: "fast", log: "log" } });
  });
});

describe("a workflow that declares none", () => {
  it("runs with and without any", () => {
    engine.run(modest);
    engine.run(modest, undefined, { runId: "r1" });
    engine.run(modest, undefined, { resources: { anything: db } });
    engine.run(empty);
    engine.run(empty, undefined, { resources: { anything: db } });
    engine.run(untyped, { any: "thing" }, { resources: both });
    // @ts-expect-error resources are given by name
    engine.run(modest, undefined, { resources: "db" });
  });
});

describe("an engine with resources", () => {
  const withDb = createEngine({ concurrency: 2, resources: { db } });

  it("leaves to the run what it does not have", () => {
    withDb.run(needy, undefined, { resources: { log } });
    // @ts-expect-error log is missing
    withDb.run(needy);
    // @ts-expect-error log is missing
    withDb.run(needy, undefined, { resources: {} });
    createEngine({ resources: { db, log } }).run(needy);
    createEngine({ resources: { db, log } }).start(needyWithInput, { day: "today" });
  });

  it("lets a run replace what it has, by the same type", () => {
    withDb.run(needy, undefined, { resources: { db: new Db(), log } });
    createEngine({ resources: both }).run(needy, undefined, { resources: { log } });
    // @ts-expect-error a text is no Db
    withDb.run(needy, undefined, { resources: { db: "db", log } });
  });

  it("has to have them of the right type, or the run has to replace them", () => {
    const wrong = createEngine({ resources: { db: "db", log } });
    // @ts-expect-error the engine's db is a text
    wrong.run(needy);
    wrong.run(needy, undefined, { resources: { db } });
    const unsure = createEngine({ resources: { db: perhaps ? db : undefined, log } });
    // @ts-expect-error there may be no db
    unsure.run(needy);
    createEngine({ resources: { db, mode: "fast" } }).run(choosy);
  });

  it("is an engine like others", () => {
    const any: Engine = withDb;
    expectTypeOf(any.runs).toEqualTypeOf(withDb.runs);
    const options: EngineOptions = { resources: { db } };
    // @ts-expect-error the options do not say what resources there are
    createEngine(options).run(needy);
    createEngine(options).run(needy, undefined, { resources: both });
    expectTypeOf(createEngine()).toEqualTypeOf<Engine<{}>>();
    createReplayingEngine({ resources: both }).run(needy);
    // @ts-expect-error log is missing
    createReplayingEngine({ resources: { db } }).run(needy);
  });

  it("takes resources by name only", () => {
    // @ts-expect-error a text has no names
    createEngine({ resources: "db" });
    // @ts-expect-error the option is resources
    createEngine({ resource: { db } });
  });
});

describe("perRun", () => {
  it("stands for what its factory makes", () => {
    expectTypeOf(perRun(() => db)).toEqualTypeOf<PerRun<Db>>();
    expectTypeOf(perRun(async () => db)).toEqualTypeOf<PerRun<Db>>();
    createEngine({ resources: { db: perRun(() => db), log: perRun(async () => log) } }).run(needy);
    createEngine({ resources: { db: perhaps ? db : perRun(() => db), log } }).run(needy);
    engine.run(needy, undefined, { resources: { db: perRun(() => new Db()), log } });
    engine.run(needy, undefined, { resources: { db: perRun(async () => new Db()), log } });
  });

  it("has to make the right type", () => {
    // @ts-expect-error a text is no Db
    engine.run(needy, undefined, { resources: { db: perRun(() => "db"), log } });
    // @ts-expect-error a text is no Db
    createEngine({ resources: { db: perRun(() => "db"), log } }).run(needy);
    // @ts-expect-error a Db is no function
    perRun(db);
  });

  it("knows of other resources what it says of them", () => {
    perRun(({ runId, workflow, metadata, resources }) => {
      expectTypeOf(runId).toBeString();
      expectTypeOf(workflow).toBeString();
      expectTypeOf(metadata).toEqualTypeOf<Readonly<Record<string, unknown>>>();
      expectTypeOf(resources.require("db")).toBeUnknown();
      expectTypeOf(resources.get("db")).toBeUnknown();
    });
    const made = perRun<Log, AppResources>(({ resources }) => {
      expectTypeOf(resources.require("db")).toEqualTypeOf<Db>();
      expectTypeOf(resources.get("db")).toEqualTypeOf<Db | undefined>();
      expectTypeOf(resources.get("db", null)).toEqualTypeOf<Db | null>();
      // @ts-expect-error there is no such resource
      resources.require("bd");
      // @ts-expect-error a factory changes no resources
      resources.set("db", db);
      return log;
    });
    expectTypeOf(made).toEqualTypeOf<PerRun<Log>>();
    const inferred = perRun(({ resources }: PerRunScope<AppResources>) => resources.require("db"));
    expectTypeOf(inferred).toEqualTypeOf<PerRun<Db>>();
  });
});
