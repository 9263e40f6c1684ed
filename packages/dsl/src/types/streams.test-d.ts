import { createEngine } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { defineStep } from "../define-step.ts";
import { workflow } from "../workflow.ts";

interface Word {
  readonly text: string;
}

declare function stream(params: { readonly topic: string }): AsyncGenerator<Word, string>;
declare function open(): Promise<AsyncIterable<number>>;

const base = workflow("write", { input: z.object({ topic: z.string() }) });
const tick = defineEvent("tick");
const engine = createEngine();

describe("a run that returns an async iterable", () => {
  it("gives the list of its items", async () => {
    const built = base
      .step("words", { params: { topic: ({ input }) => input.topic }, run: stream })
      .step("opened", { run: open })
      .step("inline", {
        params: { topic: ({ input }) => input.topic },
        run: async function* ({ topic }) {
          expectTypeOf(topic).toEqualTypeOf<string>();
          yield topic.length;
        },
      })
      .step("shared", { run: defineStep({ run: open }) });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("words").output).toEqualTypeOf<readonly Word[]>();
      expectTypeOf(stepSpan("opened").output).toEqualTypeOf<readonly number[]>();
      expectTypeOf(stepSpan("inline").output).toEqualTypeOf<readonly number[]>();
      expectTypeOf(stepSpan("shared").output).toEqualTypeOf<readonly number[]>();
    });
    expectTypeOf((await engine.run(built, { topic: "a" })).output).toEqualTypeOf<readonly number[]>();
  });

  it("gives a list for each item of a map, iteration of a loop, and event", () => {
    const built = base
      .map("each", { over: [1, 2], run: open })
      .on("ticks", { event: tick, run: open })
      .loop("again", {
        params: {
          topic: ({ previous }) => {
            expectTypeOf(previous).toEqualTypeOf<readonly Word[] | null>();
            return previous?.[0]?.text ?? "";
          },
        },
        run: stream,
        until: ({ output }) => output.length > 5,
        maxIterations: 2,
      });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("each").output).toEqualTypeOf<readonly (readonly number[])[]>();
      expectTypeOf(stepSpan("ticks").output).toEqualTypeOf<readonly (readonly number[])[]>();
      expectTypeOf(stepSpan("again").output).toEqualTypeOf<readonly Word[]>();
    });
  });
});

describe("collect", () => {
  it("makes the output of the items", () => {
    const built = base
      .step("text", {
        params: { topic: ({ input }) => input.topic },
        run: stream,
        collect: (items) => {
          expectTypeOf(items).toEqualTypeOf<readonly Word[]>();
          return items.map(({ text }) => text).join(" ");
        },
      })
      .step("inline", {
        params: { topic: ({ input }) => input.topic },
        run: async function* ({ topic }) {
          yield topic;
        },
        collect: async (items) => items.length,
      })
      .map("each", { over: [1, 2], run: open, collect: (items) => new Set(items) });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("text").output).toEqualTypeOf<string>();
      expectTypeOf(stepSpan("inline").output).toEqualTypeOf<number>();
      expectTypeOf(stepSpan("each").output).toEqualTypeOf<readonly Set<number>[]>();
    });
  });

  it("needs a stream", () => {
    // @ts-expect-error there are no items
    base.step("text", { run: () => 1, collect: () => "a" });
    // @ts-expect-error there are no items
    base.map("text", { over: [1], run: () => [1], collect: () => "a" });
  });
});

describe("an output schema", () => {
  it("parses the list, or what collect makes of it", () => {
    const built = base
      .step("list", { run: open, output: z.array(z.number()).transform((list) => new Set(list)) })
      .step("sum", {
        run: open,
        collect: (items) => String(items.length),
        output: z.string().transform((text) => new Date(text)),
      });
    built.returns(({ stepSpan }) => {
      expectTypeOf(stepSpan("list").output).toEqualTypeOf<Set<number>>();
      expectTypeOf(stepSpan("sum").output).toEqualTypeOf<Date>();
    });
  });

  it("has to fit what collect makes", () => {
    // @ts-expect-error a number is no text
    base.step("list", { run: open, collect: (items) => items.length, output: z.string() });
  });
});
