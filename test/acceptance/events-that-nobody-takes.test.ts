import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, send } from "../support/replayed-trial.ts";

const news = defineEvent("news");
const other = defineEvent("other");

describe("an event that nobody takes", () => {
  it("is reported on the run, with its data and the time at which it was sent", async () => {
    const steps = createHeldSteps();
    const sender = workflow("sender")
      .step("send", { run: (_params, context) => context.send(news, { n: 1 }) })
      .step("work", { run: steps.held("work") });
    const trial = await begin(sender);
    await trial.advance(50);
    await send(trial, other, "from outside");
    expect((await trial.now()).unhandledEvents).toHaveLength(2);
    await steps.succeed("work");
    const run = await trial.end();
    expect(run.status).toBe("succeeded");
    expect(run.unhandledEvents).toEqual([
      { event: "news", data: { n: 1 }, time: 0 },
      { event: "other", data: "from outside", time: 50 },
    ]);
  });

  it('fails the run with unhandledEvents: "error", once all of its steps have settled', async () => {
    const strict = workflow("strict", { unhandledEvents: "error" })
      .step("send", {
        run: (_params, context) => {
          context.send(news, 1);
          context.send(other, 2);
          context.send(news, 3);
        },
      })
      .step("after", { dependsOn: ["send"], run: () => "after" });
    const { errors, run } = await (await begin(strict)).error();
    expect(errors.map(({ name, message }) => `${name}: ${message}`)).toEqual([
      'UnhandledEventsError: Workflow "strict" ended with 3 events that no step took: "news", "other". Write a step with on() or wait() for them, or send them to a run that waits for them.',
    ]);
    expect(errors[0]).toMatchObject({ code: "UNHANDLED_EVENTS", events: ["news", "other", "news"] });
    expect(run.span("after").output).toBe("after");
    expect(run.status).toBe("failed");
  });

  it("fails a run for one event too, with a text for one", async () => {
    const strict = workflow("strict", { unhandledEvents: "error" }).step("send", {
      run: (_params, context) => context.send(news, 1),
    });
    expect((await (await begin(strict)).error()).errors[0]?.message).toBe(
      'Workflow "strict" ended with 1 event that no step took: "news". Write a step with on() or wait() for them, or send them to a run that waits for them.',
    );
  });

  it("fails no run that was cancelled, and adds nothing to one that failed", async () => {
    const steps = createHeldSteps();
    const strict = workflow("strict", { unhandledEvents: "error" })
      .step("send", { run: (_params, context) => context.send(news, 1) })
      .step("work", { run: steps.held("work") });
    const cancelled = await begin(strict);
    await cancelled.cancel();
    await steps.fail("work");
    expect((await cancelled.end()).status).toBe("cancelled");
    const failed = await begin(strict);
    await steps.fail("work");
    expect((await failed.error()).errors).toHaveLength(1);
  });

  it("is one that a wait refused, or that came too late for it", async () => {
    const waits = workflow("waits").wait("ask", { event: news, where: (n) => n === 2 });
    const trial = await begin(waits);
    await send(trial, news, 1);
    await trial.handle.send(news, 2);
    await trial.handle.send(news, 3).catch(() => undefined);
    const run = await trial.end();
    expect(run.output).toBe(2);
    expect(run.unhandledEvents.map(({ data }) => data)).toEqual([1]);
  });

  it("is none that one of two on steps took, though the other was skipped", async () => {
    const strict = workflow("strict", { unhandledEvents: "error" })
      .step("send", { run: (_params, context) => context.send(news, 1) })
      .on("takes", { event: news, run: () => "took it" })
      .on("skipped", { event: news, dependsOn: ["send"], when: () => false, run: () => 1 });
    const run = await (await begin(strict)).end();
    expect(run).toMatchObject({ status: "succeeded", unhandledEvents: [] });
  });

  it("is reported once, however many on steps had it in their mailboxes and were skipped", async () => {
    const skipped = workflow("skipped")
      .step("send", { run: (_params, context) => context.send(news, 1) })
      .on("one", { event: news, dependsOn: ["send"], when: () => false, run: () => 1 })
      .on("two", { event: news, dependsOn: ["send"], when: () => false, run: () => 2 });
    expect((await (await begin(skipped)).end()).unhandledEvents).toHaveLength(1);
  });

  it("in a sub-workflow is reported on the run above, and not heard by its steps", async () => {
    const child = workflow("child").step("send", { run: (_params, context) => context.send(news, "from below") });
    const parent = workflow("parent")
      .map("run", { over: [1], run: child })
      .on("listen", { event: news, params: { news: ({ event }) => event }, run: (params) => params.news });
    const run = await (await begin(parent)).end();
    expect(run.span("listen").output).toEqual([]);
    expect(run.unhandledEvents.map(({ data }) => data)).toEqual(["from below"]);
  });

  it('fails a sub-workflow that has unhandledEvents: "error", and so the step that runs it', async () => {
    const child = workflow("child", { unhandledEvents: "error" }).step("send", {
      run: (_params, context) => context.send(news, 1),
    });
    const { errors } = await (await begin(workflow("parent").map("run", { over: [1], run: child }))).error();
    expect(errors[0]?.message).toBe(
      'Step "run[0]" failed in its sub-workflow: Workflow "child" ended with 1 event that no step took: "news". Write a step with on() or wait() for them, or send them to a run that waits for them.',
    );
  });
});

describe("an event from outside", () => {
  it("reaches the on steps and the waits of sub-workflows too", async () => {
    const child = workflow("child")
      .on("listen", { event: news, params: { news: ({ event }) => event }, run: (params) => params.news })
      .wait("ask", { event: other })
      .returns(({ stepSpan }) => [stepSpan("listen").output, stepSpan("ask").output]);
    const trial = await begin(workflow("parent").map("run", { over: [1], run: child }));
    await send(trial, news, "heard below");
    await send(trial, other, "answered below", { to: "run[0]/ask" });
    expect((await trial.end()).output).toEqual([[["heard below"], "answered below"]]);
  });
});

describe("several on steps", () => {
  it("all get an event of their name, and what each gives stands in the order of the events", async () => {
    const steps = createHeldSteps();
    const both = workflow("both")
      .step("send", {
        run: (_params, context) => {
          for (const n of [1, 2, 3]) context.send(news, n);
        },
      })
      .on("quick", { event: news, params: { n: ({ event }) => event }, run: ({ n }) => n })
      .on("wide", {
        event: news,
        concurrency: 3,
        params: { n: ({ event }) => event },
        run: (params, context) => steps.held(`wide ${params.n}`)(params, context),
      });
    const trial = await begin(both);
    for (const n of [3, 1, 2]) await steps.succeed(`wide ${n}`, n);
    const run = await trial.end();
    expect(run.span("quick").output).toEqual([1, 2, 3]);
    expect(run.span("wide").output).toEqual([1, 2, 3]);
  });

  it("that depend on each other settle one after the other: the later reads what the earlier gave", async () => {
    const chained = workflow("chained")
      .step("send", {
        run: (_params, context) => {
          context.send(news, 1);
          context.send(other, 10);
        },
      })
      .on("first", { event: news, params: { n: ({ event }) => event as number }, run: ({ n }) => n })
      .on("second", {
        event: other,
        params: { n: ({ event }) => event as number, sums: ({ stepSpan }) => stepSpan("first").output },
        run: ({ n, sums }) => [n, ...sums],
      });
    expect((await (await begin(chained)).end()).output).toEqual([[10, 1]]);
  });

  it("that send to each other settle only when all mailboxes are empty", async () => {
    const relay = workflow("relay")
      .step("send", { run: (_params, context) => context.send(other, 3) })
      .on("first", {
        event: news,
        params: { n: ({ event }) => event as number },
        run: ({ n }, context) => {
          if (n > 0) context.send(other, n - 1);
          return n;
        },
      })
      .on("second", {
        event: other,
        params: { n: ({ event }) => event as number },
        run: ({ n }, context) => {
          if (n > 0) context.send(news, n - 1);
          return n;
        },
      })
      .returns(({ stepSpan }) => [stepSpan("first").output, stepSpan("second").output]);
    expect((await (await begin(relay)).end()).output).toEqual([
      [2, 0],
      [3, 1],
    ]);
  });

  it("wait for each other's senders: an on step does not settle while a step that may send is still at work", async () => {
    const steps = createHeldSteps();
    const open = workflow("open")
      .step("slow", { run: steps.held("slow") })
      .on("listen", { event: news, run: () => "heard" });
    const trial = await begin(open);
    expect(await trial.statuses()).toEqual({ slow: "running", listen: "running" });
    steps.context("slow").send(news, 1);
    await steps.succeed("slow");
    expect((await trial.end()).output).toEqual(["heard"]);
  });

  it("do not wait for steps that depend on them", async () => {
    const after = workflow("after")
      .on("listen", { event: news, run: () => "heard" })
      .step("count", { params: { list: ({ stepSpan }) => stepSpan("listen").output }, run: ({ list }) => list.length });
    expect((await (await begin(after)).end()).output).toBe(0);
  });
});
