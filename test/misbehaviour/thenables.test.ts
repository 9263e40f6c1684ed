import { workflow } from "@stepspan/dsl";
import { createEngine } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it } from "vitest";
import { turn } from "../support/turn.ts";
import { failureOf } from "./run-failure.ts";

const engine = createEngine();

type Resolve = (value: unknown) => void;
type Then = (resolve: Resolve, reject: Resolve) => void;

const thenable = (then: Then): unknown => ({ then });
const returning = (returned: () => unknown) => workflow("thenables").step("then", { run: returned });
const messagesOf = async (returned: () => unknown) =>
  (await failureOf(engine.run(returning(returned)))).errors.map(({ message }) => message);

describe("a step that returns a thenable", () => {
  it("has as its output what that resolves with, however deep it is nested", async () => {
    const nested = thenable((resolve) => resolve(thenable((inner) => inner(Promise.resolve("deep")))));
    expect((await engine.run(returning(() => nested))).output).toBe("deep");
  });

  it("fails if its then throws", async () => {
    const throwing = thenable(() => {
      throw new Error("then is broken");
    });
    expect(await messagesOf(() => throwing)).toEqual(['Step "then" failed on attempt 1: Error: then is broken.']);
  });

  it("keeps to the first answer if its then resolves and throws afterwards", async () => {
    const both = thenable((resolve) => {
      resolve("first");
      resolve("second");
      throw new Error("third");
    });
    expect((await engine.run(returning(() => both))).output).toBe("first");
  });

  it("fails if reading then throws", async () => {
    const unreadable = () => ({
      get then(): never {
        throw new Error("no then here");
      },
    });
    expect(await messagesOf(unreadable)).toEqual(['Step "then" failed on attempt 1: Error: no then here.']);
  });

  it("fails if that resolves with itself", async () => {
    const itself: unknown = thenable((resolve) => resolve(itself));
    expect(await messagesOf(() => itself)).toEqual([
      'Step "then" failed on attempt 1: TypeError: A thenable resolved with itself.',
    ]);
  });

  it("fails if two resolve with each other without end", async () => {
    const ping: unknown = thenable((resolve) => resolve(pong));
    const pong: unknown = thenable((resolve) => resolve(ping));
    expect(await messagesOf(() => ping)).toEqual([
      'Step "then" failed on attempt 1: TypeError: A thenable resolved to thenables without end.',
    ]);
  });

  it("fails if that makes ever new thenables", async () => {
    const endless = (): unknown => thenable((resolve) => resolve(endless()));
    expect(await messagesOf(endless)).toEqual([
      'Step "then" failed on attempt 1: TypeError: A thenable resolved to thenables without end.',
    ]);
  });

  it("can be told by its timeout if its then never calls back", async () => {
    const clock = createManualClock();
    const silent = workflow("thenables").step("then", { timeout: 50, run: () => thenable(() => undefined) });
    const result = failureOf(createEngine({ clock }).run(silent));
    await turn();
    clock.advance(50);
    expect((await result).errors.map(({ name }) => name)).toEqual(["StepTimeoutError"]);
  });

  it("may be a promise of a class of its own that answers twice", async () => {
    class Eager extends Promise<string> {
      override then<A = string, B = never>(
        resolved?: ((value: string) => A | PromiseLike<A>) | null,
        rejected?: ((thrown: unknown) => B | PromiseLike<B>) | null,
      ) {
        resolved?.("once");
        resolved?.("twice");
        rejected?.(new Error("and a rejection"));
        return super.then(resolved, rejected);
      }
    }
    expect((await engine.run(returning(() => Eager.resolve("at last")))).output).toBe("once");
  });

  it("may be a promise of a class of its own whose then throws", async () => {
    class Broken extends Promise<string> {
      override then(): never {
        throw new Error("broken class");
      }
    }
    expect(await messagesOf(() => new Broken(() => undefined))).toEqual([
      'Step "then" failed on attempt 1: Error: broken class.',
    ]);
  });

  it("may resolve with a promise that rejects", async () => {
    expect(await messagesOf(() => thenable((resolve) => resolve(Promise.reject(new Error("inner")))))).toEqual([
      'Step "then" failed on attempt 1: Error: inner.',
    ]);
  });
});
