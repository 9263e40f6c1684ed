import { defineEvent, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

const news = defineEvent("news", z.object({ n: z.number() }));
const _job = defineEvent("job", z.object({ id: z.number() }));
export const events = theme("an event between steps", {
  "calls an on step once each, in the order in which they were sent": async ({ named, run }) => {
    const talking = workflow(named("talking"))
      .step("tell", {
        run: (_params, context) => {
          for (const n of [3, 1, 2]) context.send(news, { n });
        },
      })
      .on("hear", { event: news, params: { n: ({ event }) => event.n }, run: ({ n }) => n * 10 })
      .step("read", { params: { all: ({ stepSpan }) => stepSpan("hear").output }, run: ({ all }) => all });
    const done = await run(talking);
    expect(done.output).toEqual([30, 10, 20]);
    expect(done.span("hear").items.map(({ path, input }) => [path, input])).toEqual([
      ["hear[0]", { n: 3 }],
      ["hear[1]", { n: 1 }],
      ["hear[2]", { n: 2 }],
    ]);
  },

  "that nobody sends leaves an on step with an empty list": async ({ named, run }) => {
    const quiet = workflow(named("quiet"))
      .step("work", { run: () => 1 })
      .on("hear", { event: news, run: () => 1 })
      .step("read", { params: { all: ({ stepSpan }) => stepSpan("hear").output }, run: ({ all }) => all });
    expect((await run(quiet)).output).toEqual([]);
  },

  "may lead to another: the on steps settle when nobody can send any more": async ({ named, run }) => {
    const pong = defineEvent("pong", z.object({ n: z.number() }));
    const playing = workflow(named("playing"))
      .step("serve", { run: (_params, context) => context.send(news, { n: 0 }) })
      .on("ping", {
        event: news,
        params: { n: ({ event }) => event.n },
        run: ({ n }, context) => {
          context.send(pong, { n: n + 1 });
          return n;
        },
      })
      .on("pong", {
        event: pong,
        params: { n: ({ event }) => event.n },
        run: ({ n }, context) => {
          if (n < 5) context.send(news, { n: n + 1 });
          return n;
        },
      });
    const done = await run(playing);
    expect(done.span("ping").output).toEqual([0, 2, 4]);
    expect(done.span("pong").output).toEqual([1, 3, 5]);
  },

  "comes from outside, too, while somebody may still take it": async ({ named, start }) => {
    const doors = createDoors();
    const listening = workflow(named("listening"))
      .on("hear", { event: news, params: { n: ({ event }) => event.n }, run: ({ n }) => n })
      .step("work", { run: doors.at("work") });
    const trial = await start(listening);
    await doors.reached("work");
    await trial.handle.send(news, { n: 1 });
    await trial.engine.send(trial.handle.runId, news, { n: 2 });
    await doors.open("work");
    expect((await trial.end()).span("hear").output).toEqual([1, 2]);
  },

  "is checked by its schema where it is sent": async ({ named, run }) => {
    const wrong = workflow(named("wrong")).step("tell", {
      run: (_params, context) => context.send(news, { n: "one" as never }),
    });
    const failed = await run(wrong);
    expect(failed.errors[0]?.cause).toMatchObject({ name: "InputError" });
    expect(failed.errors[0]?.message).toBe(
      'Step "tell" failed on attempt 1: The data of event "news" does not match its schema: .n: Invalid input: expected number, received string.',
    );
  },

  "that nobody takes is reported, and is an error where the workflow says so": async ({ named, run }) => {
    const name = named("strict");
    const sender = workflow(named("sender")).step("tell", { run: (_params, context) => context.send(news, { n: 1 }) });
    const strict = workflow(name, { unhandledEvents: "error" }).step("tell", {
      run: (_params, context) => context.send(news, { n: 1 }),
    });
    expect((await run(sender)).unhandledEvents).toMatchObject([{ event: "news", data: { n: 1 } }]);
    const failed = await run(strict);
    expect(failed.errors).toMatchObject([{ name: "UnhandledEventsError", events: ["news"] }]);
    expect(failed.errors[0]?.message).toBe(
      `Workflow "${name}" ended with 1 event that no step took: "news". Write a step with on() or wait() for them, or send them to a run that waits for them.`,
    );
  },

  "calls workflows, too, each with spans of its own": async ({ named, run }) => {
    const child = workflow(named("child"), { input: z.object({ n: z.number() }) }).step("double", {
      params: { n: ({ input }) => input.n },
      run: ({ n }) => n * 2,
    });
    const talking = workflow(named("talking"))
      .step("tell", {
        run: (_params, context) => {
          for (const n of [4, 5]) context.send(news, { n });
        },
      })
      .on("hear", { event: news, params: { n: ({ event }) => event.n }, run: child });
    const done = await run(talking);
    expect(done.span("hear").output).toEqual([8, 10]);
    expect(done.spanAt("hear[1]/double").output).toBe(10);
  },
});
