import { AsyncLocalStorage } from "node:async_hooks";
import { createEngine, workflow } from "stepspan";
import { describe, expect, it } from "vitest";

const request = new AsyncLocalStorage<string>();

/** Two steps, the second waiting for the first, that say for which request they run. */
const greeting = workflow("greeting")
  .step("first", { run: async () => request.getStore() })
  .step("second", {
    params: { before: ({ stepSpan }) => stepSpan("first").output },
    run: async ({ before }) => [before, request.getStore()],
  });

describe("the asynchronous context of whoever starts a run", () => {
  it("is that of its bodies, also where runs wait for the slots of one another", async () => {
    await using engine = createEngine({ concurrency: 1 });
    const names = ["one", "two", "three"];
    const runs = await Promise.all(names.map((name) => request.run(name, () => engine.run(greeting))));
    expect(runs.map((run) => run.output)).toEqual(names.map((name) => [name, name]));
  });
});
