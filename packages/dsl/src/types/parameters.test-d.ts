import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { literal } from "../literal.ts";
import { workflow } from "../workflow.ts";

interface User {
  readonly id: number;
  readonly name: string;
}

declare function fetchUsers(params: { day: string; limit?: number }): Promise<User[]>;
declare function notify(params: { onEach: (user: User) => string }): number;
declare function keep<Value>(params: { value: Value }): { kept: Value };

const base = workflow("report", { input: z.object({ day: z.string(), size: z.number().optional() }) });
const users = base.step("users", { params: { day: ({ input }) => input.day }, run: fetchUsers });

describe("parameters of a function reference", () => {
  it("have the types of the function", () => {
    base.step("users", {
      params: {
        day: ({ input }) => {
          expectTypeOf(input).toEqualTypeOf<{ day: string; size?: number | undefined }>();
          return input.day;
        },
        limit: 5,
      },
      run: fetchUsers,
    });
  });

  it("are refused where a lambda gives another type", () => {
    base.step("users", {
      params: {
        // @ts-expect-error a number is no string
        day: ({ input }) => input.day.length,
        limit: ({ input }) => input.day.length,
      },
      run: fetchUsers,
    });
  });

  it("are refused where a constant is of another type", () => {
    base.step("users", {
      params: {
        // @ts-expect-error a number is no string
        day: 5,
        limit: 5,
      },
      run: fetchUsers,
    });
  });

  it("are refused if one is missing", () => {
    base.step("users", {
      // @ts-expect-error day is missing
      params: {},
      run: fetchUsers,
    });
    // @ts-expect-error params is missing
    base.step("users", { run: fetchUsers });
  });

  it("are refused if one is unknown", () => {
    base.step("users", {
      params: {
        day: "2026-11-20",
        // @ts-expect-error there is no such parameter
        dya: "2026-11-20",
      },
      run: fetchUsers,
    });
  });

  it("are refused if one that is required may be undefined", () => {
    base.step("users", {
      params: {
        // @ts-expect-error undefined is no string
        day: undefined,
      },
      run: fetchUsers,
    });
    base.step("users", {
      params: {
        day: "2026-11-20",
        // @ts-expect-error undefined is no number
        limit: (): string | undefined => undefined,
      },
      run: fetchUsers,
    });
  });

  it("may be undefined where the function says so", () => {
    base.step("resize", {
      params: { size: ({ input }) => input.size },
      run: (params: { size: number | undefined }) => params.size,
    });
  });

  it("may be left out if all are optional", () => {
    base.step("ping", { run: (params: { host?: string }) => params.host ?? "here" });
    base.step("now", { run: () => Date.now() });
  });
});

describe("parameters of an inline function", () => {
  it("have the types of the lambdas and constants", () => {
    users.step("count", {
      params: {
        users: ({ stepSpan }) => stepSpan("users").output,
        day: ({ input }) => input.day,
        limit: 500,
        nothing: null,
        tags: ["a", "b"],
        made: () => ({ at: new Date(0) }),
        format: literal((user: User) => user.name),
      },
      run: (params, context) => {
        expectTypeOf(params).toEqualTypeOf<{
          users: User[];
          day: string;
          limit: number;
          nothing: null;
          tags: string[];
          made: { at: Date };
          format: (user: User) => string;
        }>();
        expectTypeOf(context.attempt).toEqualTypeOf<number>();
        expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>();
      },
    });
  });

  it("have them destructured too", () => {
    users.step("count", {
      params: { users: ({ stepSpan }) => stepSpan("users").output, factor: 2 },
      run: ({ users, factor }) => {
        expectTypeOf(users).toEqualTypeOf<User[]>();
        expectTypeOf(factor).toEqualTypeOf<number>();
      },
    });
  });

  it("have them from constants alone", () => {
    users.step("count", { params: { factor: 2 }, run: ({ factor }) => expectTypeOf(factor).toEqualTypeOf<number>() });
  });

  it("are checked against annotations", () => {
    users.step("count", {
      params: {
        // @ts-expect-error a list is no string
        users: ({ stepSpan }) => stepSpan("users").output,
      },
      run: ({ users }: { users: string }) => users,
    });
  });
});

describe("a function as a parameter", () => {
  it("is passed with literal, or given by a lambda", () => {
    base.step("notify", { params: { onEach: literal((user: User) => user.name) }, run: notify });
    base.step("notify", {
      params: {
        onEach:
          ({ input }) =>
          (user: User) =>
            user.name + input.day,
      },
      run: notify,
    });
  });

  it("is refused as it is: it would be taken for a lambda", () => {
    base.step("notify", {
      params: {
        // @ts-expect-error a bare function is a lambda
        onEach: (user: User) => user.name,
      },
      run: notify,
    });
  });

  it("is checked inside literal", () => {
    base.step("notify", {
      params: {
        // @ts-expect-error it gives a number
        onEach: literal((user: User) => user.id),
      },
      run: notify,
    });
  });
});

describe("a lambda", () => {
  it("is refused if it is async", () => {
    base.step("count", {
      params: {
        // @ts-expect-error a promise is no value
        day: async ({ input }) => input.day,
      },
      run: ({ day }) => day,
    });
  });
});

describe("parameters of the other kinds of function", () => {
  it("may be unknown", () => {
    base.step("log", {
      params: { what: ({ input }) => input.day, again: 5 },
      run: (params: { what: unknown; again: unknown }) => String(params.what),
    });
  });

  it("go into a generic function", () => {
    const kept = base
      .step("kept", { params: { value: ({ input }) => input.day }, run: (params: { value: string }) => keep(params) })
      .step("read", {
        params: { kept: ({ stepSpan }) => stepSpan("kept").output },
        run: ({ kept }) => expectTypeOf(kept).toEqualTypeOf<{ kept: string }>(),
      });
    expectTypeOf(kept.name).toEqualTypeOf<string>();
  });

  it("may be literal types, which constants and lambdas keep", () => {
    base.step("sort", {
      params: { order: "up", by: ({ input }) => (input.day === "" ? "name" : "id") },
      run: (params: { order: "up" | "down"; by: "name" | "id" }) => params.order,
    });
    base.step("sort", {
      params: {
        // @ts-expect-error neither up nor down
        order: "sideways",
      },
      run: (params: { order: "up" | "down" }) => params.order,
    });
  });
});
