import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { collectedStream } from "../../../../test/support/collected-stream.ts";
import { turn } from "../../../../test/support/turn.ts";

type Next = () => unknown;

/** A stream with these for its parts, however little they are an iterator. */
function streamOf(next: unknown, rest: object = {}): AsyncIterable<unknown> {
  const iterator = { next, ...rest };
  return { [Symbol.asyncIterator]: () => iterator } as unknown as AsyncIterable<unknown>; // that is what the tests are about
}

/** Gives these results, then the end. */
function giving(...results: readonly unknown[]): Next {
  let at = 0;
  return () => (at < results.length ? results[at++] : { done: true });
}

function throwing(thrown: unknown): Next {
  return () => {
    throw thrown;
  };
}

const boom = new Error("boom");
const advice = "Let it give objects, as an async iterator does.";

describe("a stream that misbehaves", () => {
  it.each<[string, AsyncIterable<unknown>, unknown]>([
    ["its next() throws", streamOf(throwing(boom)), boom],
    ["its next() throws null", streamOf(throwing(null)), null],
    ["its next() rejects", streamOf(() => Promise.reject(boom)), boom],
    ["it cannot be opened", { [Symbol.asyncIterator]: throwing(boom) } as AsyncIterable<unknown>, boom],
    ["its results cannot be read", streamOf(() => Object.defineProperty({}, "done", { get: throwing(boom) })), boom],
    ["its items cannot be read", streamOf(() => Object.defineProperty({}, "value", { get: throwing(boom) })), boom],
  ])("fails as a throw of run: %s", async (_how, stream, thrown) => {
    const { outcome } = collectedStream(stream);
    expect(await outcome).toEqual({ kind: "rejected", value: thrown });
  });

  it.each<[string, AsyncIterable<unknown>, string]>([
    [
      "its next() gives no object",
      streamOf(() => 5),
      `The output of step "draft" is a stream whose next() gave 5. ${advice}`,
    ],
    [
      "its next() gives nothing later",
      streamOf(async () => undefined),
      `The output of step "draft" is a stream whose next() gave undefined. ${advice}`,
    ],
    [
      "it opens as no object",
      { [Symbol.asyncIterator]: () => null } as never,
      `The output of step "draft" is a stream that opened as null. ${advice}`,
    ],
  ])("is told what it should give: %s", async (_how, stream, message) => {
    // biome-ignore format: one line each
    const { outcome } = collectedStream(stream);
    expect(await outcome).toEqual({ kind: "rejected", value: new TypeError(message) });
  });

  it.each([
    ["nothing", undefined],
    ["no function", "next"],
  ])("fails if its next is %s", async (_what, next) => {
    // biome-ignore format: one line
    const { kind, value } = await collectedStream(streamOf(next)).outcome;
    expect(kind).toBe("rejected");
    expect(value).toBeInstanceOf(TypeError);
  });

  it("may give its results at once, or through thenables", async () => {
    const later = { then: (resolve: (result: unknown) => void) => resolve({ value: "b" }) };
    const { outcome } = collectedStream(streamOf(giving({ value: "a", done: false }, later)));
    expect(await outcome).toEqual({ kind: "fulfilled", value: ["a", "b"] });
  });

  it("fails if a result is a thenable that resolves with itself", async () => {
    const itself: object = { then: (resolve: (result: unknown) => void) => resolve(itself) };
    const { outcome } = collectedStream(streamOf(() => itself));
    expect(await outcome).toEqual({ kind: "rejected", value: new TypeError("A thenable resolved with itself.") });
  });

  it("does not have its promises awaited as items", async () => {
    const { kind, value } = await collectedStream(streamOf(giving({ value: Promise.resolve("a") }))).outcome;
    expect([kind, String(value)]).toEqual(["refused", expect.stringContaining("[0] is a promise")]);
  });

  it("ends with the value that comes with its end left out", async () => {
    const { told, outcome } = collectedStream(streamOf(giving({ value: "a" }, { done: true, value: "left out" })));
    expect(await outcome).toEqual({ kind: "fulfilled", value: ["a"] });
    expect(told).toEqual(["a"]);
  });

  it("has its next read once, and called on it", async () => {
    const reads: unknown[] = [];
    const iterator = {
      get next() {
        reads.push("read");
        return function (this: unknown) {
          reads.push(this === iterator);
          return { done: reads.length > 3 };
        };
      },
    };
    const stream = { [Symbol.asyncIterator]: () => iterator } as unknown as AsyncIterable<unknown>; // it is one in effect
    expect(await collectedStream(stream).outcome).toEqual({ kind: "fulfilled", value: [undefined, undefined] });
    expect(reads).toEqual(["read", true, true, true]);
  });

  it("that never gives its next item ends with the abort", async () => {
    const { abort, outcome } = collectedStream(streamOf(() => new Promise(() => undefined)));
    await turn();
    abort(boom);
    expect(await outcome).toEqual({ kind: "rejected", value: boom });
  });

  it.each<[string, object]>([
    ["never settles", { return: () => new Promise(() => undefined) }],
    ["throws", { return: throwing(boom) }],
    ["rejects", { return: () => Promise.reject(boom) }],
    ["cannot be read", Object.defineProperty({}, "return", { get: throwing(boom), enumerable: false })],
    ["is no function", { return: 5 }],
    ["is not there", {}],
  ])("does not hold the attempt up when it is stopped: its return() %s", async (_how, rest) => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const iterator = Object.assign(rest, { next: () => new Promise(() => undefined) });
    const aborted = collectedStream({ [Symbol.asyncIterator]: () => iterator } as never); // anything but an iterator
    aborted.abort(boom);
    expect(await aborted.outcome).toEqual({ kind: "rejected", value: boom });
    await turn();
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });

  it("that goes wrong after it was stopped changes nothing", async () => {
    const late = Promise.withResolvers<never>();
    const { abort, outcome, ends } = collectedStream(streamOf(() => late.promise));
    abort("enough");
    await outcome;
    late.reject(boom); // an unhandled rejection would fail this test
    await turn();
    expect(ends()).toBe(1);
  });

  it("leaves no listener on the signal of its attempt", async () => {
    const { signal } = new AbortController();
    const seen: number[] = [];
    async function* looking() {
      for (let count = 0; count < 100; count++) {
        seen.push(getEventListeners(signal, "abort").length);
        yield count;
      }
    }
    await collectedStream(looking(), { signal }).outcome;
    expect(Math.max(...seen)).toBe(1);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
