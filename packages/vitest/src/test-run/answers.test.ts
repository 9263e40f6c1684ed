import { setTimeout } from "node:timers/promises";
import { DefinitionError, InputError, type OpenWait, type StepContext } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { mapOver, onEvent, running, sleepFor, waitFor } from "../fixtures/hand-made-forms.ts";
import { handMadeWorkflow } from "../fixtures/hand-made-workflow.ts";
import "../matchers/register-matchers.ts";
import { unanswered } from "./answers.ts";
import { testRun } from "./test-run.ts";

const approved = { name: "approved", schema: z.object({ by: z.string() }) };
const word = { name: "word", schema: null };
const approval = handMadeWorkflow([{ name: "approve", form: waitFor(approved) }]);

describe("answers", () => {
  it("answer the waits of steps as they begin", async () => {
    const workflow = handMadeWorkflow([
      { name: "prepare", run: (_: never, context: StepContext) => context.sleep("1h") },
      { name: "approve", dependsOn: ["prepare"], form: waitFor(approved, { timeoutMs: 1000 }) },
    ]);
    const run = await testRun(workflow, { answers: { approve: { by: "Ann" } } });
    expect(run.output).toEqual({ by: "Ann" });
    expect(run.duration).toBe(3_600_000);
  });

  it("are for bodies that wait, each time that they do", async () => {
    const workflow = handMadeWorkflow([
      {
        name: "chat",
        run: async (_: never, context: StepContext) => [await context.waitFor(word), await context.waitFor(word)],
      },
    ]);
    const chat = vi.fn(({ wait }: OpenWait) => `word ${wait}`);
    expect((await testRun(workflow, { answers: { chat } })).output).toEqual(["word 1", "word 2"]);
    expect(chat).toHaveBeenNthCalledWith(1, { path: "chat", wait: 1, event: "word", startedAt: 0, dueAt: null });
  });

  it("are for items and for steps of sub-workflows by their paths; a name is for all items", async () => {
    const child = handMadeWorkflow([{ name: "ask", form: waitFor(word) }], { name: "child" });
    const workflow = handMadeWorkflow([
      { name: "each", form: running(child.plan, mapOver([1, 2, 3])) },
      { name: "one", form: running(child.plan) },
      { name: "all", reads: ["each", "one"], run: (params: object) => params },
    ]);
    const run = await testRun(workflow, { answers: { "each/ask": "any", "each[1]/ask": "second", "one/ask": "one" } });
    expect(run.output).toEqual({ each: ["any", "second", "any"], one: "one" });
  });

  it("may take their time, and time stands still meanwhile", async () => {
    const workflow = handMadeWorkflow([{ name: "approve", form: waitFor(approved, { timeoutMs: 10 }) }]);
    const approve = async () => {
      await setTimeout(30);
      return { by: "Ben" };
    };
    const run = await testRun(workflow, { answers: { approve } });
    expect(run.output).toEqual({ by: "Ben" });
    expect(run.duration).toBe(0);
  });

  it("may leave a wait open, which then times out", async () => {
    const remind = async (_: never, context: StepContext) => {
      const first = await context.waitFor(word, { timeout: "1d" }).catch(() => "nothing");
      return [first, await context.waitFor(word, { timeout: "1d" })];
    };
    const answers = { remind: ({ wait }: OpenWait) => (wait === 1 ? unanswered : "late") };
    const run = await testRun(handMadeWorkflow([{ name: "remind", run: remind }]), { answers });
    expect(run.output).toEqual(["nothing", "late"]);
    expect(run.duration).toBe(86_400_000);
  });

  it("are given on the test's own clock too", async () => {
    const run = await testRun(approval, { clock: createManualClock(500), answers: { approve: { by: "Ann" } } });
    expect(run).toHaveSucceeded("approve");
  });

  it("that fail end the run on the test's own clock too, whatever is open", async () => {
    const workflow = handMadeWorkflow([
      { name: "approve", form: waitFor(approved) },
      { name: "stuck", run: () => new Promise<never>(() => {}) },
    ]);
    const running = testRun(workflow, { clock: createManualClock(), answers: { approve: { by: 5 } } });
    await expect(running).rejects.toThrow(InputError);
  });

  it("that the schema of the event refuses, and functions that throw, are the test's failure", async () => {
    await expect(testRun(approval, { answers: { approve: { by: 5 } } })).rejects.toThrow(InputError);
    const approve = () => {
      throw new RangeError("no idea");
    };
    await expect(testRun(approval, { answers: { approve } })).rejects.toThrow(new RangeError("no idea"));
    const later = () => Promise.reject(new RangeError("no idea"));
    await expect(testRun(approval, { answers: { approve: later } })).rejects.toThrow(new RangeError("no idea"));
  });

  it("of unknown steps, and of steps that wait for no event, are refused", async () => {
    const workflow = handMadeWorkflow([{ name: "nap", form: sleepFor(5) }]);
    await expect(testRun(workflow, { answers: { nab: 1 } })).rejects.toThrow(
      new DefinitionError(
        'testRun: there is an answer for "nab", but workflow "report" has no such step. Did you mean "nap"?',
      ),
    );
    await expect(testRun(workflow, { answers: { nap: 1 } })).rejects.toThrow(
      new DefinitionError(
        'testRun: there is an answer for "nap", but that step is a sleep, which waits for no event. Mock it, or leave it out.',
      ),
    );
  });
});

describe("a run that only waits for what nobody sends", () => {
  it("is refused, and the message names the waits", async () => {
    const workflow = handMadeWorkflow([
      { name: "approve", form: waitFor(approved) },
      { name: "ask", form: mapOver([1, 2]), run: (_: never, context: StepContext) => context.waitFor(word) },
    ]);
    await expect(testRun(workflow, { answers: { "ask[0]": "one" } })).rejects.toThrow(
      new DefinitionError(
        'testRun: the run of workflow "report" only waits for what nobody sends: "approve" waits for event "approved"; "ask[1]" waits for event "word". Answer it with answers: { "approve": data }, give the wait a timeout, or mock the step.',
      ),
    );
  });

  it("says that a where refused the answer", async () => {
    const workflow = handMadeWorkflow([{ name: "approve", form: waitFor(word, { where: (data) => data === "yes" }) }]);
    expect((await testRun(workflow, { answers: { approve: "yes" } })).output).toBe("yes");
    await expect(testRun(workflow, { answers: { approve: "no" } })).rejects.toThrow(
      '"approve" waits for event "word", and its where refused what came.',
    );
  });

  it("names no more than ten waits", async () => {
    const items = Array.from({ length: 12 }, (_, index) => index);
    const workflow = handMadeWorkflow([
      { name: "ask", form: mapOver(items), run: (_: never, context: StepContext) => context.waitFor(word) },
    ]);
    await expect(testRun(workflow)).rejects.toThrow('"ask[9]" waits for event "word"; and 2 more waits. Answer');
  });

  it("ends although an always step waits too", async () => {
    const workflow = handMadeWorkflow([
      { name: "approve", form: waitFor(approved) },
      { name: "report", always: true, dependsOn: ["approve"], form: waitFor(word) },
    ]);
    await expect(testRun(workflow)).rejects.toThrow('"approve" waits for event "approved".');
  });

  it("is another one while a body listens to the outside as well", async () => {
    const either = (_: never, context: StepContext) => Promise.race([context.waitFor(word), setTimeout(120, "slow")]);
    expect((await testRun(handMadeWorkflow([{ name: "either", run: either }]))).output).toBe("slow");
  });

  it("is another one as long as timers can move it on", async () => {
    const run = await testRun(approval, { timeout: "1h" });
    expect(run).toHaveFailed();
    expect(run.duration).toBe(3_600_000);
  });
});

describe("events", () => {
  it("come to the run when it begins, in their order, for on steps and for waits", async () => {
    const workflow = handMadeWorkflow([
      { name: "approve", form: waitFor(approved) },
      {
        name: "count",
        form: onEvent(word),
        params: { word: ({ event }) => event },
        run: async ({ word: text }: { word: string }, context: StepContext) => {
          await context.sleep(1000);
          return text.length;
        },
      },
      { name: "both", reads: ["approve", "count"], run: (params: object) => params },
    ]);
    const words = Array.from({ length: 15 }, (_, index) => ({ event: word, data: "x".repeat(index) }));
    const run = await testRun(workflow, { events: [...words, { event: approved, data: { by: "Ann" } }] });
    expect(run.output).toEqual({ approve: { by: "Ann" }, count: words.map((_, index) => index) });
    expect(run.duration).toBe(15_000);
  });

  it("that a schema refuses are the test's failure", async () => {
    await expect(testRun(approval, { events: [{ event: approved, data: { by: 5 } }] })).rejects.toThrow(InputError);
  });

  it("that come too late are of no interest", async () => {
    const fail = () => {
      throw new Error("boom");
    };
    const workflow = handMadeWorkflow([
      { name: "fail", run: fail },
      { name: "take", form: onEvent(word) },
    ]);
    const run = await testRun(workflow, { events: Array.from({ length: 30 }, () => ({ event: word })) });
    expect(run).toHaveFailed("fail");
  });
});

describe("time", () => {
  it("jumps over sleeps and timeouts of waits, in any kind of step", async () => {
    const child = handMadeWorkflow([{ name: "nap", form: sleepFor(1000) }], { name: "child" });
    const workflow = handMadeWorkflow([
      { name: "nap", form: sleepFor(86_400_000) },
      { name: "each", form: mapOver([1, 2]), run: (_: never, context: StepContext) => context.sleep("2h") },
      { name: "child", form: running(child.plan) },
      { name: "late", form: waitFor(word, { timeoutMs: 5000 }), continueOnError: true },
    ]);
    const run = await testRun(workflow);
    expect(run).toHaveSucceeded();
    expect(run.duration).toBe(86_400_000);
    expect(run).toMatchSpanGraph(`
      report
        nap
        each
          each[0..1]
        child
          nap
        late failed: "timeout of 5000 ms"
    `);
  });
});

it("takes the shapes of its options seriously", async () => {
  await expect(testRun(approval, { answers: null } as object)).rejects.toThrow(
    new DefinitionError("testRun takes answers as an object: answers: { name: data or function }."),
  );
  await expect(testRun(approval, { events: {} } as object)).rejects.toThrow(
    new DefinitionError("testRun takes events as a list: events: [{ event, data }]."),
  );
});
