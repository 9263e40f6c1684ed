import { type AnyWorkflow, defineEvent, RunError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { reached } from "./support/observed.ts";
import { servedHere, uniqueName } from "./support/serving.ts";

const mebibyte = 2 ** 20;
const go = defineEvent("go", z.string());
const tooLong =
  "it takes more than 16777216 characters and bytes. Keep what is large in a file or a database, and pass on where it is.";
const tooManyBytes = (most: number) =>
  new RegExp(
    `it has \\d+ bytes in a message, of at most ${most}\\. Keep what is large in a file or a database, and pass on where it is\\.`,
  );

/** A step that makes a text of this length, and one that measures it. */
function textOf(name: string, sign: string): AnyWorkflow {
  return workflow(name, { input: z.object({ length: z.number() }) })
    .step("make", { params: { length: ({ input }) => input.length }, run: ({ length }) => sign.repeat(length) })
    .step("measure", { params: { text: ({ stepSpan }) => stepSpan("make").output }, run: ({ text }) => text.length });
}

/** The error of the only step that failed. */
async function failureOf(made: AnyWorkflow, input?: unknown): Promise<string> {
  const engine = await servedHere({ workflows: [made] });
  const failure: unknown = await engine.run(made, input).catch((error) => error);
  if (!(failure instanceof RunError)) throw failure;
  const failed = failure.run.spans.filter(({ status }) => status === "failed");
  expect(failed).toHaveLength(1);
  return failed[0]!.error!.message; // it failed
}

describe("a message to or from a worker", { timeout: 60_000 }, () => {
  it("may have megabytes", async () => {
    const large = textOf(uniqueName("large"), "x");
    const engine = await servedHere({ workflows: [large] });
    expect((await engine.run(large, { length: 8 * mebibyte })).output).toBe(8 * mebibyte);
  });

  it("that is too large fails the step that gives it", async () => {
    expect(await failureOf(textOf(uniqueName("too-long"), "x"), { length: 17 * mebibyte })).toBe(
      `Step "make" failed on attempt 1: What step "make" gives, with what it changes of its run, cannot be recorded: it does not fit into one message (A message for a run cannot be recorded: ${tooLong}). Keep it elsewhere and give its address, or give less of it.`,
    );
    expect(await failureOf(textOf(uniqueName("too-many-bytes"), "€"), { length: 12 * mebibyte })).toMatch(
      tooManyBytes(30 * mebibyte),
    );
  });

  it("that is too large fails the step that it calls", async () => {
    const call = workflow(uniqueName("large-call"))
      .step("fill", { run: (_, { state }) => state.set("large", "x".repeat(15.5 * mebibyte)) })
      .step("read", {
        dependsOn: ["fill"],
        params: { other: () => "y".repeat(15.5 * mebibyte) },
        run: ({ other }, { state }) => other.length + String(state.get("large")).length,
      });
    expect((await failureOf(call)).replace(/\d{8} bytes/, "N bytes")).toBe(
      `Step "read" failed on attempt 1: The call of step "read", with its parameters and what it reads of its run, cannot be recorded: it does not fit into one message (The call of a step cannot be recorded: it has N bytes in a message, of at most ${30 * mebibyte}. Keep what is large in a file or a database, and pass on where it is.). Give it less at once: the address of what is large in place of it.`,
    );
  });

  it("that is too large as input or as an event is refused where it is given", async () => {
    const patient = workflow(uniqueName("patient"), { input: z.string() }).wait("gate", { event: go });
    const engine = await servedHere({ workflows: [patient] });
    const start = "The start of a run cannot be recorded: ";
    await expect(engine.run(patient, "x".repeat(17 * mebibyte))).rejects.toThrow(`${start}${tooLong}`);
    await expect(engine.run(patient, "€".repeat(12 * mebibyte))).rejects.toThrow(tooManyBytes(30 * mebibyte));
    const handle = engine.start(patient, "small");
    await reached(handle, "gate", "wait-started");
    await expect(handle.send(go, "x".repeat(17 * mebibyte))).rejects.toThrow(
      `A message for a run cannot be recorded: ${tooLong}`,
    );
    await handle.send(go, "small");
    expect((await handle.result).status).toBe("succeeded");
  });
});

describe("what a run records", { timeout: 60_000 }, () => {
  it("may be more in one turn than a message takes", async () => {
    let readers: AnyWorkflow = workflow(uniqueName("readers")).step("make", { run: () => "x".repeat(5 * mebibyte) });
    for (let index = 0; index < 8; index++) {
      readers = readers.step(`reader${index}`, {
        params: { text: ({ stepSpan }) => stepSpan("make").output },
        run: ({ text }: { text: unknown }) => String(text).length,
      });
    }
    const engine = await servedHere({ workflows: [readers] });
    const run = await engine.run(readers);
    expect(run.spans.slice(1).map(({ output }) => output)).toEqual(Array(8).fill(5 * mebibyte));
  });

  it("may not be more in one value: the step fails whose value it is", async () => {
    const made = workflow(uniqueName("large-parameter")).step("use", {
      params: { text: () => "€".repeat(12 * mebibyte) },
      run: ({ text }) => text.length,
    });
    expect(await failureOf(made)).toMatch(tooManyBytes(24 * mebibyte));
  });
});
