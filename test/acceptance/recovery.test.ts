import { createManualClock } from "@stepspan/engine/testing";
import { createEngine, memoryStore, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { mortalStore } from "../support/mortal-store.ts";
import { turn } from "../support/turn.ts";

/** Three steps; the second ends when the test says so, or never, and each call is noted. */
function pipeline() {
  const calls: string[] = [];
  const build = (second: () => Promise<string>) =>
    workflow("pipeline")
      .step("fetch", {
        run: () => {
          calls.push("fetch");
          return "rows";
        },
      })
      .step("work", {
        params: { rows: ({ stepSpan }) => stepSpan("fetch").output },
        run: ({ rows }: { rows: string }, { idempotencyKey }) => {
          calls.push(`work ${rows} ${idempotencyKey}`);
          return second();
        },
      })
      .step("save", {
        params: { done: ({ stepSpan }) => stepSpan("work").output },
        run: ({ done }: { done: string }) => `saved ${done}`,
      });
  return { calls, build };
}

describe("engine.recover", () => {
  it("goes on with the run of a process that died, and no step whose success was recorded runs again", async () => {
    const [kept, clock, { calls, build }] = [memoryStore(), createManualClock(), pipeline()];
    const here = mortalStore(kept);
    const first = createEngine({ store: here, clock });
    first.start(
      build(() => new Promise(() => undefined)),
      undefined,
      { runId: "run-1" },
    );
    await turn();
    here.kill();

    const second = createEngine({ store: mortalStore(kept), clock, workflows: [build(async () => "done")] });
    expect((await second.recover()).handles).toEqual([]); // its lease is not over
    clock.advance(30_001);
    const { handles, refused } = await second.recover();
    expect([handles.map(({ runId }) => runId), refused]).toEqual([["run-1"], []]);
    const run = await handles[0]!.result;
    expect([run.status, run.output]).toEqual(["succeeded", "saved done"]);
    expect(calls).toEqual(["fetch", calls[1], calls[1]]);
    expect(run.span("work").attempts.length).toBe(1);
    await second.close();
  });
});
