import { defineEvent, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
import { needs, theme } from "../theme.ts";

const news = defineEvent("news", z.object({ n: z.number() }));
const _job = defineEvent("job", z.object({ id: z.number() }));
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
