import { createEngine, defineEvent, memoryStore, workflow } from "stepspan";
import { expect, it } from "vitest";

it("an event for a run that is paused elsewhere is refused, and says how to go on", async () => {
  const answer = defineEvent("answer");
  const asking = workflow("asking").wait("answer", { event: answer });
  const store = memoryStore();
  await using first = createEngine({ store });
  const handle = first.start(asking, undefined, { runId: "run-1" });
  await handle.pause();
  await using second = createEngine({ store, workflows: [asking] });
  await expect(second.send("run-1", answer, 5)).rejects.toThrow(
    'Run "run-1" of workflow "asking" is paused, and not open in this engine, so it takes no event here. Go on with it first: await engine.resume("run-1").',
  );
  const resumed = await second.resume("run-1", { workflow: asking });
  await resumed.send(answer, 5);
  expect((await resumed.result).output).toBe(5);
});
