import { describe, expect, it } from "vitest";
import { adopt } from "./adopt.ts";

/** What comes of a returned value: which of the two was called, with what, and how often in all. */
async function outcomeOf(returned: unknown): Promise<{ kind: string; value: unknown; calls: number }> {
  const first = Promise.withResolvers<{ kind: string; value: unknown }>();
  let calls = 0;
  const note = (kind: string) => (value: unknown) => {
    calls++;
    first.resolve({ kind, value: typeof value === "object" || typeof value === "function" ? { value } : value }); // boxed, lest it be awaited
  };
  adopt(returned, { fulfilled: note("fulfilled"), rejected: note("rejected") });
  const { kind, value } = await first.promise;
  for (let turn = 0; turn < 5; turn++) await null; // whatever else is called comes within a few turns
  return { kind, value: typeof value === "object" && value !== null && "value" in value ? value.value : value, calls };
}

type Resolve = (value?: unknown) => void;

function thenable(then: (resolve: Resolve, reject: Resolve) => void): object {
  return { then };
}

const boom = new Error("boom");

function throwBoom(): never {
  throw boom;
}

/** A rejected promise that is made long before it is looked at. */
function rejected(thrown: unknown): Promise<never> {
  const promise = Promise.reject(thrown);
  promise.catch(() => undefined);
  return promise;
}

const object = { a: 1 };

describe("what a run function returns", () => {
  it.each<[string, unknown, string, unknown]>([
    ["a plain value", 5, "fulfilled", 5],
    ["nothing", undefined, "fulfilled", undefined],
    ["null", null, "fulfilled", null],
    ["an object", object, "fulfilled", object],
    ["a function", throwBoom, "fulfilled", throwBoom],
    ["an object with a then that is no function", Object.assign(object, { then: "later" }), "fulfilled", object],
    ["a promise", Promise.resolve(5), "fulfilled", 5],
    ["a promise that rejects", rejected(boom), "rejected", boom],
    ["a promise that rejects with nothing", rejected(undefined), "rejected", undefined],
    ["a promise of a subclass", new (class extends Promise<number> {})((resolve) => resolve(5)), "fulfilled", 5],
    ["a thenable", thenable((resolve) => resolve(5)), "fulfilled", 5],
    ["a function with a then", Object.assign(() => 1, { then: (resolve: Resolve) => resolve(5) }), "fulfilled", 5],
    ["a thenable that rejects", thenable((_resolve, reject) => reject(boom)), "rejected", boom],
    ["a thenable that resolves later", thenable((resolve) => queueMicrotask(() => resolve(5))), "fulfilled", 5],
    ["a thenable that throws", thenable(throwBoom), "rejected", boom],
    ["a then that cannot be read", Object.defineProperty({}, "then", { get: throwBoom }), "rejected", boom],
    ["a proxy that throws", new Proxy({}, { get: throwBoom }), "rejected", boom],
    ["a thenable of a promise", thenable((resolve) => resolve(Promise.resolve(5))), "fulfilled", 5],
    ["a thenable of a promise that rejects", thenable((resolve) => resolve(Promise.reject(boom))), "rejected", boom],
    ["a thenable of a thenable", thenable((resolve) => resolve(thenable((inner) => inner(5)))), "fulfilled", 5],
    ["a promise of a thenable", Promise.resolve(thenable((resolve) => resolve(5))), "fulfilled", 5],
    ["a thenable that rejects with a promise", thenable((_resolve, reject) => reject(object)), "rejected", object],
  ])("settles the attempt once: %s", async (_name, returned, kind, value) => {
    expect(await outcomeOf(returned)).toEqual({ kind, value, calls: 1 });
  });

  it.each([
    ["resolves twice", thenable((resolve) => [resolve(1), resolve(2)])],
    ["resolves and then rejects", thenable((resolve, reject) => [resolve(1), reject(boom)])],
    ["resolves with a promise, then with a value", thenable((resolve) => [resolve(Promise.resolve(1)), resolve(2)])],
    ["resolves and then throws", thenable((resolve) => [resolve(1), throwBoom()])],
  ])("counts by what a thenable does first: it %s", async (_name, returned) => {
    expect(await outcomeOf(returned)).toEqual({ kind: "fulfilled", value: 1, calls: 1 });
  });

  it("counts once if a promise of a subclass calls back twice, or has a then of its own that throws", async () => {
    class Twice extends Promise<number> {
      override then(resolve: unknown): never {
        (resolve as Resolve)(1);
        (resolve as Resolve)(2);
        throw boom;
      }
    }
    expect(await outcomeOf(new Twice(() => undefined))).toEqual({ kind: "fulfilled", value: 1, calls: 1 });
    const broken = Object.assign(Promise.resolve(1), { then: throwBoom });
    expect(await outcomeOf(broken)).toEqual({ kind: "rejected", value: boom, calls: 1 });
  });

  it("is called as await would call it: then is read once, and called on the thenable", async () => {
    const seen: unknown[] = [];
    const returned = {
      get then() {
        seen.push("read");
        return function (this: unknown, resolve: Resolve) {
          seen.push(this);
          resolve(5);
        };
      },
    };
    expect(await outcomeOf(returned)).toEqual({ kind: "fulfilled", value: 5, calls: 1 });
    expect(seen).toEqual(["read", returned]);
  });

  it("fails if it is a thenable that resolves with itself", async () => {
    const itself: object = thenable((resolve) => resolve(itself));
    const outcome = await outcomeOf(itself);
    expect(outcome).toEqual({ kind: "rejected", value: new TypeError("A thenable resolved with itself."), calls: 1 });
  });

  it("fails if it is a thenable that resolves to thenables without end", async () => {
    const endless = (): object => thenable((resolve) => resolve(endless()));
    const outcome = await outcomeOf(endless());
    const value = new TypeError("A thenable resolved to thenables without end.");
    expect(outcome).toEqual({ kind: "rejected", value, calls: 1 });
    const [ping, pong]: object[] = [thenable((resolve) => resolve(pong)), thenable((resolve) => resolve(ping))];
    expect(await outcomeOf(ping)).toEqual({ kind: "rejected", value, calls: 1 });
  });

  it("fails if it only looks like a promise: await refuses it too", async () => {
    const value = await Promise.resolve(new Proxy(Promise.resolve(1), {})).catch((thrown) => thrown);
    expect(value).toBeInstanceOf(TypeError);
    expect(await outcomeOf(new Proxy(Promise.resolve(1), {}))).toEqual({ kind: "rejected", value, calls: 1 });
  });

  it("arrives at once if it is a plain value", () => {
    const seen: unknown[] = [];
    adopt(5, { fulfilled: (value) => seen.push(value), rejected: throwBoom });
    expect(seen).toEqual([5]);
  });
});
