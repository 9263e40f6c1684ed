import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import type { ActiveContext } from "../context/active-context.ts";
import { createAsyncContext } from "./async-context.ts";

const first = { name: "first" } as unknown as ActiveContext; // contexts are told apart by identity alone
const second = { name: "second" } as unknown as ActiveContext;

describe("the context that is carried along", () => {
  it("reaches everything that a body calls and awaits, timers and events too, and nothing else", async () => {
    const carrier = createAsyncContext();
    const enter = carrier.entrance();
    const body = async () => {
      const seen = [carrier.current()];
      await null;
      seen.push(carrier.current());
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(carrier.current());
      return seen;
    };
    const [one, two] = await Promise.all([enter(first, body), enter(second, body)]);
    expect(one.every((context) => context === first)).toBe(true);
    expect(two.every((context) => context === second)).toBe(true);
    expect(carrier.current()).toBeUndefined();
  });

  it("is the innermost one, and passes on what is returned and thrown", () => {
    const carrier = createAsyncContext();
    const enter = carrier.entrance();
    const inner = () => carrier.entrance()(second, carrier.current);
    const seen = enter(first, () => [carrier.current(), inner(), carrier.current()]);
    expect(seen).toEqual([first, second, first]);
    const broken = () => {
      throw new Error("boom");
    };
    expect(() => enter(first, broken)).toThrow("boom");
    expect(carrier.current()).toBeUndefined();
  });

  it("comes to what was carried where its entrance was made, and leaves what is carried where it is entered", () => {
    const carrier = createAsyncContext();
    const request = new AsyncLocalStorage<string>();
    const enter = request.run("of the run", carrier.entrance);
    const seen = request.run("of another", () => [enter(first, () => request.getStore()), request.getStore()]);
    expect(seen).toEqual(["of the run", "of another"]);
  });
});
