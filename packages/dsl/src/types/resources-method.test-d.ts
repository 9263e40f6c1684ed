import { type Engine, type PerRun, perRun, type Resources, type StepContext } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { workflow } from "../workflow.ts";
import type { AnyWorkflow } from "./workflow.ts";

interface Db {
  query(): number;
}

interface Log {
  write(text: string): void;
}

interface AppResources {
  readonly db: Db;
  readonly log: Log;
}

declare const db: Db;
declare const log: Log;
declare const engine: Engine<{}>;
declare function shared(params: object, context: StepContext): number;

type NeededBy<Built extends { readonly "~types"?: { readonly resources: object } }> = NonNullable<
  Built["~types"]
>["resources"];

describe("resources that are declared", () => {
  const report = workflow("report").resources<{ db: Db; log: Log }>();

  it("are typed in the steps that follow", () => {
    report.step("first", {
      run: (_, context) => {
        expectTypeOf(context.resources).toEqualTypeOf<Resources<{ db: Db; log: Log }>>();
        expectTypeOf(context.resources.require("db")).toEqualTypeOf<Db>();
        expectTypeOf(context.resources.get("log")).toEqualTypeOf<Log | undefined>();
        // @ts-expect-error there is no such resource
        context.resources.require("bd");
      },
    });
    report.step("first", { run: shared });
  });

  it("are needed by a run", () => {
    expectTypeOf<NeededBy<typeof report>>().toEqualTypeOf<{ db: Db; log: Log }>();
    engine.run(report, undefined, { resources: { db, log } });
    engine.run(report, undefined, { resources: { db: perRun(() => db), log } });
    // @ts-expect-error the resources are missing
    engine.run(report);
    // @ts-expect-error log is missing
    engine.run(report, undefined, { resources: { db } });
  });

  it("add up", () => {
    const more = workflow("report").resources<{ db: Db }>().resources({ log });
    expectTypeOf<NeededBy<typeof more>>().toEqualTypeOf<{ db: Db }>();
    more.step("first", {
      run: (_, context) => {
        expectTypeOf(context.resources.require("db")).toEqualTypeOf<Db>();
        expectTypeOf(context.resources.require("log")).toEqualTypeOf<Log>();
      },
    });
  });

  it("may be an interface, and leave a workflow like any other", () => {
    const built = workflow("report").resources<AppResources>().step("first", { run: shared });
    const any: AnyWorkflow = built;
    any.step("more", { run: (_, context) => expectTypeOf(context.resources.get("any")).toEqualTypeOf<unknown>() });
    expectTypeOf<NeededBy<typeof built>>().toEqualTypeOf<{ readonly db: Db; readonly log: Log }>();
    // @ts-expect-error the resources are missing
    engine.run(built);
  });
});

describe("resources with defaults", () => {
  it("are not needed", () => {
    const built = workflow("report").resources({ db, log: perRun(async () => log) });
    expectTypeOf<NeededBy<typeof built>>().toEqualTypeOf<{}>();
    engine.run(built);
    built.step("first", {
      run: (_, context) => {
        expectTypeOf(context.resources.require("db")).toEqualTypeOf<Db>();
        expectTypeOf(context.resources.require("log")).toEqualTypeOf<Log>();
      },
    });
  });

  it("may be of a type that is said", () => {
    const made: PerRun<Db> = perRun(() => db);
    const built = workflow("report").resources<AppResources>({ db: made, log });
    expectTypeOf<NeededBy<typeof built>>().toEqualTypeOf<{}>();
    engine.run(built);
    // @ts-expect-error a text is no Log
    workflow("report").resources<AppResources>({ db, log: "log" });
  });

  it("may be there for some of them", () => {
    const built = workflow("report").resources<AppResources, "log">({ log });
    expectTypeOf<NeededBy<typeof built>>().toEqualTypeOf<{ readonly db: Db }>();
    engine.run(built, undefined, { resources: { db } });
    // @ts-expect-error db is missing
    engine.run(built);
    // @ts-expect-error db has no default
    workflow("report").resources<AppResources>({ log });
  });
});

describe("a workflow without resources", () => {
  it("needs none, and may have any", () => {
    const built = workflow("report").step("first", {
      run: (_, context) => expectTypeOf(context.resources.get("any")).toEqualTypeOf<unknown>(),
    });
    engine.run(built);
    expectTypeOf<NeededBy<typeof built>>().toEqualTypeOf<{}>();
  });
});
