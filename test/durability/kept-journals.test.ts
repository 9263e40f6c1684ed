import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEngine, defineEvent, memoryStore, type RunSnapshot, workflow } from "stepspan";
import { describe, expect, it } from "vitest";

const answer = defineEvent("answer");

/** The workflow of the kept run. Its fingerprint is kept with it: the definition stays as it is. */
const inquiry = workflow("inquiry", { version: "1" })
  .step("ask", { run: () => ({ question: "How many?", asked: new Date(5) }) })
  .map("each", {
    over: () => [1, 2, 3],
    params: { number: ({ item }) => item },
    run: ({ number }) => number * 2,
  })
  .subflow("below", { workflow: workflow("below").step("inner", { run: () => new Set(["deep"]) }) })
  .wait("answer", { event: answer, dependsOn: ["ask"] })
  .step("close", {
    params: {
      question: ({ stepSpan }) => stepSpan("ask").output.question,
      doubled: ({ stepSpan }) => stepSpan("each").output,
      deep: ({ stepSpan }) => stepSpan("below").output,
      said: ({ stepSpan }) => stepSpan("answer").output,
    },
    run: (told) => told,
  });

const file = join(import.meta.dirname, "fixtures", "run-1.json");

/** A run as the first form of snapshots kept it. A file is never changed: kept runs have to go on for ever. */
const kept = () => JSON.parse(readFileSync(file, "utf8")) as RunSnapshot; // it was one

describe("a run that was kept in the first form", () => {
  it("goes on, and ends as if it had never been away", async () => {
    await using engine = createEngine({ workflows: [inquiry] });
    const handle = engine.resume(kept());
    await handle.send(answer, { count: 5n });
    expect((await handle.result).output).toEqual({
      question: "How many?",
      doubled: [2, 4, 6],
      deep: new Set(["deep"]),
      said: { count: 5n },
    });
  });

  it("is shown", async () => {
    const store = memoryStore();
    await using engine = createEngine({ store, workflows: [inquiry] });
    const handle = engine.resume(kept());
    handle.cancel();
    await handle.result.catch(() => undefined);
    const ended = await engine.runs.get(handle.runId);
    expect(ended).toMatchObject({ workflow: "inquiry", status: "cancelled", metadata: { request: "r-1" } });
    expect(ended?.span("ask").output).toEqual({ question: "How many?", asked: new Date(5) });
    expect(ended?.spanAt("below/inner").output).toEqual(new Set(["deep"]));
    expect(ended?.spanAt("each[2]").output).toBe(6);
  });
});
