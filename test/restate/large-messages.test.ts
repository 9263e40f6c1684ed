import { defineEvent, RunError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { reached } from "./support/observed.ts";
import { servedHere, uniqueName } from "./support/serving.ts";

const mebibyte = 2 ** 20;
const go = defineEvent("go", z.string());

/** A step that makes a text of this length, and one that measures it. */
function textOf(name: string) {
  return workflow(name, { input: z.object({ length: z.number() }) })
    .step("make", { params: { length: ({ input }) => input.length }, run: ({ length }) => "x".repeat(length) })
    .step("measure", { params: { text: ({ stepSpan }) => stepSpan("make").output }, run: ({ text }) => text.length });
}

describe("a message to or from a worker", () => {
  it("may have megabytes", { timeout: 60_000 }, async () => {
    const large = textOf(uniqueName("large"));
    const engine = await servedHere({ workflows: [large] });
    expect((await engine.run(large, { length: 8 * mebibyte })).output).toBe(8 * mebibyte);
  });

  it("that is too large fails the step that gives it, and no other", { timeout: 60_000 }, async () => {
    const large = textOf(uniqueName("too-large"));
    const engine = await servedHere({ workflows: [large] });
    const failure = await engine.run(large, { length: 40 * mebibyte }).catch((error) => error);
    expect(failure).toBeInstanceOf(RunError);
    const { run } = failure as RunError;
    expect(run.span("make").status).toBe("failed");
    expect(run.span("make").error?.message).toMatch(/too large|more than|limit/);
    expect(run.span("measure").status).toBe("skipped");
  });

  it("that is too large as input or as an event is refused where it is given", { timeout: 60_000 }, async () => {
    const patient = workflow(uniqueName("patient"), { input: z.string() }).wait("gate", { event: go });
    const engine = await servedHere({ workflows: [patient] });
    await expect(engine.run(patient, "x".repeat(40 * mebibyte))).rejects.toThrow(/too large|more than|limit/);
    const handle = engine.start(patient, "small");
    await reached(handle, "gate", "wait-started");
    await expect(handle.send(go, "x".repeat(40 * mebibyte))).rejects.toThrow(/too large|more than|limit/);
    await handle.send(go, "small");
    expect((await handle.result).status).toBe("succeeded");
  });
});
