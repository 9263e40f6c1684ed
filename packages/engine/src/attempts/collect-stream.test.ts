import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { collectedStream } from "../../../../test/support/collected-stream.ts";
import { turn } from "../../../../test/support/turn.ts";
import { itemsPerTurn } from "./collect-stream.ts";
import { isAsyncIterable } from "./stream-iterator.ts";

async function* words(...given: readonly unknown[]) {
  yield* given;
}

/** A generator that waits for the test before each item. */
function heldWords() {
  const waiting: ((word: string) => void)[] = [];
  const state = { hasCleanedUp: false };
  async function* generate() {
    try {
      for (;;) yield await new Promise<string>((resolve) => waiting.push(resolve));
    } finally {
      state.hasCleanedUp = true;
    }
  }
  const give = async (word: string) => {
    waiting.shift()?.(word);
    await turn();
  };
  return { stream: generate(), give, state };
}

describe("a stream", () => {
  it("is its list of items, each told when it comes", async () => {
    const { stream, give } = heldWords();
    const { told, abort } = collectedStream(stream);
    await give("a");
    expect(told).toEqual(["a"]);
    await give("b");
    expect(told).toEqual(["a", "b"]);
    abort("enough");
    const { told: all, outcome } = collectedStream(words("a", { b: 1 }));
    expect(await outcome).toEqual({ kind: "fulfilled", value: ["a", { b: 1 }] });
    expect(all).toEqual(["a", { b: 1 }]);
    expect(Object.isFrozen(all[1])).toBe(true);
  });

  it("is an empty list if it has no items, whatever it returns at its end", async () => {
    async function* nothing() {
      yield* [];
      return "ignored";
    }
    expect(await collectedStream(nothing()).outcome).toEqual({ kind: "fulfilled", value: [] });
  });

  it.each<[string, () => AsyncIterable<unknown>]>([
    ["a generator", () => words("a", "b")],
    ["a web stream", () => new ReadableStream({ start: (controller) => ["a", "b", null].map((item) => item === null ? controller.close() : controller.enqueue(item)) }) as AsyncIterable<unknown>], // biome-ignore format: one line
    ["a stream of Node", () => Readable.from(["a", "b"])],
    ["an object that holds values too", () => ({ size: 2, [Symbol.asyncIterator]: () => words("a", "b") })],
    ["a function", () => Object.assign(() => 1, { [Symbol.asyncIterator]: () => words("a", "b") })],
  ])("may be of any make: %s", async (_make, create) => {
    const stream = create();
    expect(isAsyncIterable(stream)).toBe(true);
    const { told, outcome } = collectedStream(stream);
    expect(await outcome).toEqual({ kind: "fulfilled", value: ["a", "b"] });
    expect(told).toEqual(["a", "b"]);
  });

  it("is whatever has an asynchronous iterator, and nothing else", () => {
    const unreadable = new Proxy({}, { get: () => { throw new Error("no"); } }); // biome-ignore format: one line
    const others = [["a"], "ab", new Map(), null, undefined, 5, {}, () => 1, { [Symbol.asyncIterator]: 1 }, unreadable, Promise.resolve(words())]; // biome-ignore format: one line
    expect(others.map(isAsyncIterable)).toEqual(others.map(() => false));
  });

  it("is recorded as it comes: what its maker writes to an item afterwards changes nothing", async () => {
    const item = { words: ["a"] };
    async function* changing() {
      yield item;
      item.words.push("b");
      yield item;
    }
    const { told, outcome } = collectedStream(changing());
    expect(await outcome).toEqual({ kind: "fulfilled", value: [{ words: ["a"] }, { words: ["a", "b"] }] });
    expect(told).toEqual([{ words: ["a"] }, { words: ["a", "b"] }]);
  });

  it("fails as its maker does, after the items before", async () => {
    const boom = new Error("boom");
    async function* broken() {
      yield "a";
      throw boom;
    }
    const { told, outcome } = collectedStream(broken());
    expect(await outcome).toEqual({ kind: "rejected", value: boom });
    expect(told).toEqual(["a"]);
  });

  it("fails at once with an item that cannot be kept, and is told to stop", async () => {
    let hasCleanedUp = false;
    async function* unkept() {
      try {
        yield* [1, 2, 3];
        yield { x: [() => 1] };
        yield "never asked for";
      } finally {
        hasCleanedUp = true;
      }
    }
    const { told, outcome } = collectedStream(unkept());
    const { kind, value } = await outcome;
    expect([kind, String(value)]).toEqual([
      "refused",
      'SerializationError: The output of step "draft" cannot be recorded: [3].x[0] is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    ]);
    expect(told).toEqual([1, 2, 3]);
    await turn();
    expect(hasCleanedUp).toBe(true);
  });
});

describe("what collect makes of a stream", () => {
  const join = (items: readonly unknown[]) => items.join(" ");

  it.each<[string, (items: readonly unknown[]) => unknown]>([
    ["at once", join],
    ["later", async (items) => join(items)],
  ])("is its outcome: %s", async (_when, collect) => {
    expect(await collectedStream(words("a", "b"), { collect }).outcome).toEqual({ kind: "fulfilled", value: "a b" });
  });

  it.each<[string, () => unknown]>([
    ["throws", () => { throw new Error("boom"); }], // biome-ignore format: one line
    ["rejects", () => Promise.reject(new Error("boom"))],
  ])("is a failure as of run itself: it %s", async (_how, collect) => {
    const { outcome } = collectedStream(words("a"), { collect });
    expect(await outcome).toEqual({ kind: "rejected", value: new Error("boom") });
  });

  it("is made of copies: what it writes to them does not reach those who were told", async () => {
    const collect = (items: readonly unknown[]) => (items[0] as Map<string, number>).clear();
    const { told, outcome } = collectedStream(words(new Map([["a", 1]])), { collect });
    await outcome;
    expect(told).toEqual([new Map([["a", 1]])]);
  });
});

describe("a stream of an attempt that is aborted", () => {
  it("stops, is told so, and fails with the reason", async () => {
    const { stream, give, state } = heldWords();
    const { told, abort, outcome } = collectedStream(stream);
    await give("a");
    const reason = new Error("cancelled");
    abort(reason);
    expect(await outcome).toEqual({ kind: "rejected", value: reason });
    await give("late"); // the generator hears of it when its own wait is over
    expect(told).toEqual(["a"]);
    expect(state.hasCleanedUp).toBe(true);
  });

  it("before it began is opened only to be stopped", async () => {
    let [hasBegun, hasStopped] = [false, false];
    const stream = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          hasBegun = true;
          return { done: true, value: undefined };
        },
        return: async () => {
          hasStopped = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const { outcome } = collectedStream(stream, { signal: AbortSignal.abort("too late") });
    expect(await outcome).toEqual({ kind: "rejected", value: "too late" });
    expect([hasBegun, hasStopped]).toEqual([false, true]);
  });

  it("lets a timer ring and a cancel be heard though it is never out of items", async () => {
    async function* endless() {
      for (let count = 0; ; count++) yield count;
    }
    const { told, abort, outcome } = collectedStream(endless());
    setTimeout(() => abort("enough"), 0);
    expect(await outcome).toEqual({ kind: "rejected", value: "enough" });
    expect(told.length).toBeGreaterThan(0);
    expect(told.length % itemsPerTurn).toBe(0);
  });

  it("cancels a web stream", async () => {
    let cancelled = false;
    const stream = new ReadableStream({
      cancel: () => {
        cancelled = true;
      },
    });
    const { abort, outcome } = collectedStream(stream as AsyncIterable<unknown>); // Node's have an iterator
    await turn();
    abort("enough");
    expect(await outcome).toEqual({ kind: "rejected", value: "enough" });
    expect(cancelled).toBe(false); // its next() still waits, and return() waits for that

    const full = new ReadableStream({ pull: (controller) => controller.enqueue("a"), cancel: () => { cancelled = true; } }); // biome-ignore format: one line
    const trial = collectedStream(full as AsyncIterable<unknown>); // Node's have an iterator
    await turn();
    trial.abort("enough");
    await trial.outcome;
    await turn();
    expect(cancelled).toBe(true);
  });
});

describe("a stream of an attempt that is over", () => {
  it("tells nothing more, has no outcome, and is told to stop", async () => {
    const { stream, give, state } = heldWords();
    const { told, close, ends } = collectedStream(stream);
    await give("a");
    close();
    await give("late");
    expect(told).toEqual(["a"]);
    expect(state.hasCleanedUp).toBe(true);
    expect(ends()).toBe(0);
  });
});
