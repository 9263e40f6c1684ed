import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ActiveContext } from "./active-context.ts";
import type { ContextCarrier } from "./context-carrier.ts";
import { activeContext, callInLambda, entranceToBodies, installCarrier } from "./slot.ts";

const key = Symbol.for("stepspan.context");
const shared = globalThis as { [key]?: unknown };
const outer = { name: "outer" } as unknown as ActiveContext; // contexts are told apart by identity alone
const inner = { name: "inner" } as unknown as ActiveContext;
const attempt = { name: "attempt" } as unknown as ActiveContext;

/** Carries a context through a call and no further. */
function createCarrier(): ContextCarrier<ActiveContext> {
  let current: ActiveContext | undefined;
  return {
    current: () => current,
    entrance: () => (context, body) => {
      const before = current;
      current = context;
      try {
        return body(context);
      } finally {
        current = before;
      }
    },
  };
}

let before: unknown;

beforeEach(() => {
  before = shared[key];
  shared[key] = undefined;
});

afterEach(() => {
  shared[key] = before;
});

describe("the active context", () => {
  it("is undefined outside of a run", () => {
    expect(activeContext()).toBeUndefined();
    installCarrier(createCarrier);
    expect(activeContext()).toBeUndefined();
  });

  it("is that of the lambda, and of the innermost one", () => {
    const seen = callInLambda(outer, () => [activeContext(), callInLambda(inner, activeContext), activeContext()]);
    expect(seen).toEqual([outer, inner, outer]);
    expect(activeContext()).toBeUndefined();
  });

  it("is what it was before after a lambda that throws", () => {
    const broken = () => {
      throw new Error("boom");
    };
    callInLambda(outer, () => {
      expect(() => callInLambda(inner, broken)).toThrow("boom");
      expect(activeContext()).toBe(outer);
    });
    expect(activeContext()).toBeUndefined();
  });

  it("is that of the attempt, and in it that of a lambda which is called there", () => {
    installCarrier(createCarrier);
    const seen = entranceToBodies()(attempt, () => [
      activeContext(),
      callInLambda(inner, activeContext),
      activeContext(),
    ]);
    expect(seen).toEqual([attempt, inner, attempt]);
    expect(activeContext()).toBeUndefined();
  });

  it("is that of the attempt where a lambda starts a run whose first step begins at once", () => {
    installCarrier(createCarrier);
    const seen = callInLambda(outer, () => [entranceToBodies()(attempt, activeContext), activeContext()]);
    expect(seen).toEqual([attempt, outer]);
    expect(() =>
      callInLambda(outer, () =>
        entranceToBodies()(attempt, () => {
          throw new Error("boom");
        }),
      ),
    ).toThrow("boom");
    expect(activeContext()).toBeUndefined();
  });
});

describe("the one global", () => {
  it("keeps the first carrier, for all copies of the package", () => {
    const carriers = [createCarrier(), createCarrier()];
    for (const carrier of carriers) installCarrier(() => carrier);
    expect(shared[key]).toEqual({ version: 3, lambda: null, carrier: carriers[0] });
    expect((shared[key] as { carrier: unknown }).carrier).toBe(carriers[0]);
  });

  it("is a bug to start a run without", () => {
    expect(() => entranceToBodies()).toThrow(
      new Error("Bug: a run was started before a context carrier was installed."),
    );
  });

  it("refuses to be shared by versions that do not understand each other", () => {
    shared[key] = { version: 4, lambda: null, carrier: null };
    const refusal = expect.objectContaining({
      code: "DEFINITION",
      message:
        "Two versions of @stepspan/engine are loaded that cannot share a run context (4 and 3). Install one version only.",
    });
    expect(() => activeContext()).toThrow(refusal);
    expect(() => callInLambda(outer, () => 1)).toThrow(refusal);
    expect(() => installCarrier(createCarrier)).toThrow(refusal);
  });
});
