import { describe, expectTypeOf, it } from "vitest";
import { createEngine } from "../create-engine.ts";
import type { RunSnapshot } from "../runner/handle.ts";
import type { Run } from "../spans/run.ts";
import type { Runnable } from "./runnable.ts";

declare const report: Runnable<{ day: string }, { total: number }, { fetch: string[] }, { db: object }>;
declare const snapshot: RunSnapshot;
const engine = createEngine();

describe("engine.resume", () => {
  it("knows what the workflow returns that it is given", () => {
    const handle = engine.resume(snapshot, { workflow: report, resources: { db: {} } });
    expectTypeOf(handle.result).toEqualTypeOf<Promise<Run<{ total: number }, { fetch: string[] }>>>();
  });

  it("knows nothing of a workflow that it finds by its name", () => {
    expectTypeOf(engine.resume(snapshot).result).toEqualTypeOf<Promise<Run>>();
    expectTypeOf(engine.resume(snapshot, { resources: {} }).result).toEqualTypeOf<Promise<Run>>();
  });
});
