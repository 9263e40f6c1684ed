import { describe, expect, expectTypeOf, it } from "vitest";
import "./register-matchers.ts";

describe("the matchers", () => {
  it("are known to expect, with the result of vitest's own", () => {
    expectTypeOf(expect(1).toHaveSucceeded()).toEqualTypeOf<void>();
    expectTypeOf(expect(1).not.toHaveFailed("merge")).toEqualTypeOf<void>();
    expectTypeOf(expect(1).toHaveCancelled("merge")).toEqualTypeOf<void>();
    expectTypeOf(expect(1).toHaveRunInParallel("a", "b", "c")).toEqualTypeOf<void>();
    expectTypeOf(expect(1).toHaveRunBefore("a", "b")).toEqualTypeOf<void>();
    expectTypeOf(expect(1).toHaveDependencies("a", ["b"])).toEqualTypeOf<void>();
    expectTypeOf(expect(1).toMatchSpanGraph("a")).toEqualTypeOf<void>();
    expectTypeOf(expect(Promise.resolve(1)).resolves.toHaveSucceeded()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(expect.poll(() => 1).not.toHaveSucceeded()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(expect(1).toHaveSkipped).parameter(1).not.toBeAny();
  });

  it("refuse wrong arguments", () => {
    // @ts-expect-error a name is a string
    expect(1).toHaveSucceeded(1);
    // @ts-expect-error two names at least
    expect(1).toHaveRunInParallel("a");
    // @ts-expect-error no such reason
    expect(1).toHaveSkipped("a", "gard");
    // @ts-expect-error the step is missing
    expect(1).toHaveSkipped("a", { kind: "upstream" });
    // @ts-expect-error a list of names
    expect(1).toHaveDependencies("a", "b");
  });
});
