import { defineEvent, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
import { needs, theme } from "../theme.ts";

const news = defineEvent("news", z.object({ n: z.number() }));
const job = defineEvent("job", z.object({ id: z.number() }));
const answer = defineEvent("answer", z.string());

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

export const liveRuns = theme("a live run", {
  "takes events until it is stopped, one after the other, and lets what is queued finish": async ({ named, start }) => {
    const doors = createDoors();
    const name = named("worker");
    const worker = workflow(name).on("work", {
      event: job,
      params: { id: ({ event }) => event.id },
      run: async ({ id }, context) => `job ${id} ${await doors.at(`job ${id}`)({}, context)}`,
    });
    const trial = await start(worker, { run: { live: true } });
    for (const id of [1, 2]) await trial.handle.send(job, { id });
    await doors.reached("job 1");
    expect(doors.count("job 2")).toBe(0);
    await doors.open("job 1", "done");
    await doors.reached("job 2");
    await trial.handle.send(job, { id: 3 });
    trial.handle.stop();
    await trial.seen(({ type }) => type === "intake-closed");
    await expect(trial.handle.send(job, { id: 4 })).rejects.toThrow(
      `Run "${trial.handle.runId}" of workflow "${name}" was stopped, so it takes no event "job". Start another run.`,
    );
    for (const id of [2, 3]) await doors.open(`job ${id}`, "done");
    const done = await trial.end();
    expect(done.output).toEqual(["job 1 done", "job 2 done", "job 3 done"]);
    expect(done.unhandledEvents).toEqual([]);
  },

  "still gives the answers that its steps wait for": async ({ named, start }) => {
    const careful = workflow(named("careful")).on("work", {
      event: job,
      params: { id: ({ event }) => event.id },
      run: async ({ id }, context) => `${id}: ${await context.waitFor(answer)}`,
    });
    const trial = await start(careful, { run: { live: true } });
    await trial.handle.send(job, { id: 1 });
    await trial.step("wait-started", "work[0]");
    trial.handle.stop();
    await trial.seen(({ type }) => type === "intake-closed");
    await trial.handle.send(answer, "yes");
    expect((await trial.end()).output).toEqual(["1: yes"]);
  },

  "takes as many at once as the concurrency of its step says": async ({ named, start }) => {
    const doors = createDoors();
    const worker = workflow(named("worker")).on("work", {
      event: job,
      concurrency: 2,
      params: { id: ({ event }) => event.id },
      run: ({ id }, context) => doors.at(`job ${id}`)({}, context),
    });
    const trial = await start(worker, { run: { live: true } });
    for (const id of [1, 2, 3]) await trial.handle.send(job, { id });
    await doors.reached("job 1");
    await doors.reached("job 2");
    expect(doors.count("job 3")).toBe(0);
    for (const id of [2, 1, 3]) await doors.open(`job ${id}`);
    trial.handle.stop();
    expect((await trial.end()).output).toEqual(["job 1", "job 2", "job 3"]);
  },

  "holds a sender back whose mailbox is full": async ({ named, start }) => {
    const doors = createDoors();
    const worker = workflow(named("worker")).on("work", {
      event: job,
      capacity: 1,
      params: { id: ({ event }) => event.id },
      run: ({ id }, context) => doors.at(`job ${id}`)({}, context),
    });
    const trial = await start(worker, { run: { live: true } });
    const sent: number[] = [];
    const send = (id: number) => trial.handle.send(job, { id }).then(() => void sent.push(id));
    await send(1);
    await doors.reached("job 1");
    await send(2);
    const third = send(3);
    await trial.seen((told) => told.type === "event-sent" && (told.data as { id: number }).id === 2);
    expect(sent).toEqual([1, 2]);
    await doors.open("job 1");
    await third;
    for (const id of [2, 3]) await doors.open(`job ${id}`);
    trial.handle.stop();
    expect((await trial.end()).output).toEqual(["job 1", "job 2", "job 3"]);
  },

  "goes on after a job that failed, where its step tolerates that": async ({ named, start }) => {
    const tolerant = workflow(named("tolerant")).on("work", {
      event: job,
      continueOnError: true,
      params: { id: ({ event }) => event.id },
      run: ({ id }) => {
        if (id === 2) throw new Error("job 2 is broken");
        return `job ${id}`;
      },
    });
    const trial = await start(tolerant, { run: { live: true } });
    for (const id of [1, 2, 3]) await trial.handle.send(job, { id });
    trial.handle.stop();
    expect((await trial.end()).output).toMatchObject([
      { status: "succeeded", output: "job 1" },
      { status: "failed", error: { message: 'Step "work[1]" failed on attempt 1: Error: job 2 is broken.' } },
      { status: "succeeded", output: "job 3" },
    ]);
  },
});

export const emissions = theme("what a step tells those outside", {
  "as it emits it is heard by the handle of the run": needs("emissions", async ({ named, start }) => {
    const doors = createDoors();
    const telling = workflow(named("telling")).step("work", {
      run: async (params, context) => {
        context.emit(news, { n: 1 });
        await doors.at("work")(params, context);
        context.emit(news, { n: 2 });
      },
    });
    const trial = await start(telling);
    const first = await trial.seen(({ type }) => type === "event-emitted");
    expect(first).toMatchObject({ path: "work", event: "news", data: { n: 1 } });
    await doors.open("work");
    await trial.end();
    expect((await trial.journal()).map(({ type }) => type)).not.toContain("event-emitted");
  }),

  "as it streams it is its output, or what its collect makes of it": async ({ named, run }) => {
    async function* words(text: string): AsyncGenerator<string> {
      yield* text.split(" ");
    }
    const streaming = workflow(named("streaming"))
      .step("list", { run: () => words("once upon a time") })
      .step("text", { run: () => words("once upon a time"), collect: (items) => items.join("-") });
    const done = await run(streaming);
    expect(done.span("list").output).toEqual(["once", "upon", "a", "time"]);
    expect(done.output).toBe("once-upon-a-time");
  },

  "as it streams it is heard item by item, while the step still runs": needs("emissions", async ({ named, start }) => {
    const doors = createDoors();
    const streaming = workflow(named("streaming")).step("work", {
      run: async function* (params, context) {
        yield "first";
        await doors.at("work")(params, context);
        yield "second";
      },
    });
    const trial = await start(streaming);
    await trial.seen((told) => told.type === "event-emitted" && told.data === "first");
    await doors.open("work");
    expect((await trial.end()).output).toEqual(["first", "second"]);
  }),

  "as it streams comes to nothing if the stream throws": async ({ named, run }) => {
    const broken = workflow(named("broken")).step("work", {
      run: async function* () {
        yield 1;
        throw new Error("the source is gone");
      },
    });
    const failed = await run(broken);
    expect(failed.errors[0]?.message).toBe('Step "work" failed on attempt 1: Error: the source is gone.');
    expect(failed.span("work").output).toBe(undefined);
  },

  "is heard by observers, wherever it runs": async ({ named, run }) => {
    const heard: unknown[] = [];
    const observer = {
      onEvent: (event: { readonly type: string; readonly data?: unknown }) => {
        if (event.type === "event-emitted") heard.push(event.data);
      },
    };
    const telling = workflow(named("telling")).step("work", {
      run: (_params, context) => context.emit(news, { n: 7 }),
    });
    await run(telling, { engine: { observers: [observer] } });
    expect(heard).toEqual([{ n: 7 }]);
  },
});
