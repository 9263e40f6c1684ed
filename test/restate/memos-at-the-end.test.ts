import { createObjectHandler, createObjectSharedHandler, object } from "@restatedev/restate-sdk";
import { workflow } from "stepspan";
import { expect, it } from "vitest";
import { memosService } from "../../packages/restate/src/protocol/names.ts";
import { servedServices } from "./support/served-services.ts";
import { servedHere, uniqueName } from "./support/serving.ts";
import { sharedServer } from "./support/shared-server.ts";

/** The next run began before the memo of the one before it was there, and did its work again. */
it("a run is not over before its memos are there for other runs", async () => {
  const { adminUrl } = await sharedServer();
  const memoised = workflow(uniqueName("memoised")).step("work", { cache: {}, run: () => 1 });
  const engine = await servedHere({ workflows: [memoised] });
  const [asked, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const read = createObjectSharedHandler(async () => null);
  const write = createObjectHandler(async () => {
    asked.resolve();
    await written.promise;
  });
  // It was registered last, so it is the one that is asked.
  await servedServices([object({ name: memosService(memoised.plan.name), handlers: { read, write } })], adminUrl);
  const handle = engine.start(memoised);
  let isOver = false;
  const end = handle.result.then((run) => {
    isOver = true;
    return run;
  });
  await asked.promise;
  for await (const { type } of handle.events) if (type === "run-finished") break; // it has nothing else to do
  expect(isOver).toBe(false);
  written.resolve();
  expect((await end).output).toBe(1);
});
