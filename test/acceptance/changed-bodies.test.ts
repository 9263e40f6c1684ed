import { defineEvent, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { begin, resumeElsewhere, send, snapshotText } from "../support/replayed-trial.ts";
import { causeOf, type Trial } from "../support/trial.ts";

const answer = defineEvent("answer");
const other = defineEvent("other");

/** A workflow of one step with this body. */
function stepOf(run: (context: StepContext) => unknown) {
  return workflow("w").step("work", { run: (_params, context) => run(context) });
}

type Moved = Trial<unknown, { readonly work: unknown }>;

async function move(here: Trial<unknown, unknown>, run: (context: StepContext) => unknown): Promise<Moved> {
  return resumeElsewhere(here, await snapshotText(here.handle), stepOf(run));
}

describe("a body that changed its waits", () => {
  const mismatch = async (before: (context: StepContext) => unknown, after: (context: StepContext) => unknown) => {
    const here = await begin(stepOf(before));
    await send(here, answer, "one");
    const there = await move(here, after);
    await there.advance(100);
    await send(there, other, "two").catch(() => undefined);
    return causeOf((await there.error()).run, "work");
  };
  const wayOut = "A body has to wait in the same order each time; give the workflow another version if it changed.";

  it("fails with a ResumeMismatchError that names both", async () => {
    const before = async (context: StepContext) => {
      await context.waitFor(answer);
      await context.sleep(100);
    };
    const error = await mismatch(before, async (context) => {
      await context.sleep(100);
      await context.waitFor(answer);
    });
    expect(error).toMatchObject({ name: "ResumeMismatchError", code: "RESUME_MISMATCH" });
    expect(error.message).toBe(
      `Step "work" was called again after a restart, and its wait number 1 is another one: it waited for event "answer" before, and now slept. ${wayOut}`,
    );
  });

  it("is told about another event, and about another wait than the first", async () => {
    const before = async (context: StepContext) => {
      await context.waitFor(answer);
      await context.sleep(100);
    };
    expect((await mismatch(before, (context) => context.waitFor(other))).message).toBe(
      `Step "work" was called again after a restart, and its wait number 1 is another one: it waited for event "answer" before, and now waited for event "other". ${wayOut}`,
    );
    const second = await mismatch(before, async (context) => {
      await context.waitFor(answer);
      await context.waitFor(other);
    });
    expect(second.message).toBe(
      `Step "work" was called again after a restart, and its wait number 2 is another one: it slept before, and now waited for event "other". ${wayOut}`,
    );
  });

  it("may end before it comes to them, and may wait for more", async () => {
    const before = async (context: StepContext) => context.waitFor(answer, { where: (text) => text === "never" });
    const here = await begin(stepOf(before));
    const done = await move(here, () => "no waits any more");
    expect((await done.end()).output).toBe("no waits any more");
  });
});
