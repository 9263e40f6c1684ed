import { createEngine, type EmittedEvent, type RunHandle, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isJournaled } from "../support/journaled.ts";
import { begin } from "../support/replayed-trial.ts";
import { turn } from "../support/turn.ts";

async function* words(text: string): AsyncGenerator<string> {
  for (const word of text.split(" ")) {
    await turn();
    yield word;
  }
}

/** What the steps of a run emitted and streamed, from now to its end. */
async function emitted(handle: RunHandle): Promise<EmittedEvent[]> {
  const events: EmittedEvent[] = [];
  for await (const event of handle.events) if (event.type === "event-emitted") events.push(event);
  return events;
}

const draft = workflow("draft", { input: z.object({ text: z.string() }) }).step("write", {
  params: { text: ({ input }) => input.text },
  run: ({ text }) => words(text),
  collect: (items) => items.join(" "),
});

describe("an external stream", () => {
  it("gives each item to those who listen outside, in order and while the step still runs", async () => {
    const { handle } = await begin(draft, { input: { text: "once upon a time" } });
    const heard: unknown[] = [];
    for await (const event of handle.events) {
      if (event.type === "event-emitted") heard.push(event.data);
      if (isJournaled(event) && event.type === "step-succeeded") heard.push("the step is done");
    }
    expect(heard).toEqual(["once", "upon", "a", "time", "the step is done"]);
  });

  it("says from which step and when each item came; an item has no event of its own", async () => {
    const { handle, advance } = await begin(draft, { input: { text: "hello" } });
    const events = emitted(handle);
    await advance(0);
    expect(await events).toEqual([{ type: "event-emitted", path: "write", event: null, data: "hello", time: 0 }]);
  });

  it("is what collect makes of the items, for those who read the step", async () => {
    const run = await (await begin(draft, { input: { text: "once upon a time" } })).end();
    expect(run.output).toBe("once upon a time");
  });

  it("is the list of its items without collect", async () => {
    const listed = workflow("listed").step("write", { run: () => words("a b c") });
    expect((await (await begin(listed)).end()).output).toEqual(["a", "b", "c"]);
  });

  it("may be a web stream, and may be given by a promise", async () => {
    const streamed = workflow("streamed").step("read", {
      run: async () =>
        new ReadableStream<number>({
          start(controller) {
            for (const item of [1, 2, 3]) controller.enqueue(item);
            controller.close();
          },
        }),
    });
    expect((await (await begin(streamed)).end()).output).toEqual([1, 2, 3]);
  });

  it("comes from each item of a map under the path of that item", async () => {
    const many = workflow("many").map("write", {
      over: ["a b", "c"],
      params: { text: ({ item }) => item },
      run: ({ text }) => words(text),
      collect: (items) => items.length,
    });
    const { handle, end } = await begin(many);
    const heard = (await emitted(handle)).map(({ path, data }) => `${path} ${data}`);
    expect(heard.toSorted()).toEqual(["write[0] a", "write[0] b", "write[1] c"]);
    expect((await end()).output).toEqual([2, 1]);
  });

  it("ends with the step when it throws, and the items before are not the output", async () => {
    async function* breaks() {
      yield 1;
      throw new Error("the line is dead");
    }
    const trial = await begin(workflow("broken").step("read", { run: breaks }));
    const error = await trial.error();
    expect(error.errors[0]?.message).toBe('Step "read" failed on attempt 1: Error: the line is dead.');
    expect(error.run.span("read").output).toBe(undefined);
  });

  it("is closed when the run is cancelled, so that its source can let go", async () => {
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) {
          await turn();
          yield 1;
        }
      } finally {
        isClosed = true;
      }
    }
    const trial = await begin(workflow("endless").step("read", { run: endless }));
    await trial.cancel("enough");
    expect((await trial.end()).span("read").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    await turn();
    expect(isClosed).toBe(true);
  });

  it("goes on as it comes for a run that nobody listens to", async () => {
    await using engine = createEngine();
    expect((await engine.run(draft, { text: "nobody hears this" })).output).toBe("nobody hears this");
  });
});
