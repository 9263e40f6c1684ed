import { defineEvent, workflow } from "@stepspan/dsl";
import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const approved = defineEvent("approved", z.object({ by: z.string() }));
const word = defineEvent("word", z.string());

const everything = workflow("everything", { input: z.object({ ids: z.array(z.number()) }) })
  .map("fetch", {
    over: ({ input }) => input.ids,
    params: { id: ({ item }) => item },
    run: ({ id }) => `page ${id}`,
  })
  .sleep("fast", 10)
  .sleep("slow", 1000)
  .race("first", { of: ["fast", "slow"] })
  .loop("draft", {
    params: { count: ({ iteration }) => iteration, pages: ({ stepSpan }) => stepSpan("fetch").output },
    run: ({ count }) => count * 2,
    until: ({ output }) => output >= 6,
    maxIterations: 5,
  })
  .wait("approve", { event: approved, dependsOn: ["draft"] })
  .on("take", { event: word, params: { text: ({ event }) => event }, run: ({ text }) => text.length })
  .step("end", {
    params: {
      pages: ({ stepSpan }) => stepSpan("fetch").output,
      by: ({ stepSpan }) => stepSpan("approve").output.by,
      lengths: ({ stepSpan }) => stepSpan("take").output,
    },
    run: (params) => params,
  });

describe("testRun with every kind of step", () => {
  it("answers waits, sends events, and shows what lies below steps", async () => {
    const run = await testRun(everything, {
      input: { ids: [1, 2, 3, 4, 5] },
      answers: { approve: { by: "Ann" } },
      events: [{ event: word, data: "abc" }],
    });
    expect(run.output).toEqual({ pages: [1, 2, 3, 4, 5].map((id) => `page ${id}`), by: "Ann", lengths: [3] });
    expect(run).toMatchSpanGraph(`
      everything
        fetch
          fetch[0..4]
        take
          take[0]
        fast
        slow                                          cancelled: race first
        first         <- fast, slow
        draft
          draft#1..3  <- fetch
        approve       <- draft
        end           <- fetch, approve, take
    `);
    expect(run).toHaveRunInParallel("fetch[0]", "fetch[4]");
    expect(run).toHaveRunBefore("draft#1", "draft#2");
    expect(run).toHaveRunBefore("draft", "approve");
    expect(run).toHaveCancelled("slow");
    expect(run.duration).toBe(10);
  });

  it("puts mocks in their places", async () => {
    const run = await testRun(everything, {
      input: { ids: [7] },
      mocks: { fetch: ({ id }) => `mock ${id}`, first: null, draft: 8, approve: { by: "nobody" } },
    });
    expect(run.output).toEqual({ pages: ["mock 7"], by: "nobody", lengths: [] });
    expect(run).toHaveSkipped("slow");
    expect(run.duration).toBe(0);
  });

  it("says what the run waits for if nobody answers", async () => {
    await expect(testRun(everything, { input: { ids: [] } })).rejects.toThrow(
      'testRun: the run of workflow "everything" only waits for what nobody sends: "approve" waits for event "approved".',
    );
  });
});
