import { describe, expectTypeOf, it } from "vitest";
import { workflow } from "../workflow.ts";

const run = () => 1;
const users = workflow("report").step("users", { run });

describe("the options of a step", () => {
  it("are refused if one is unknown", () => {
    users.step("count", {
      // @ts-expect-error the option is dependsOn
      dependOn: ["users"],
      run: () => 1,
    });
  });

  it("need run", () => {
    // @ts-expect-error run is missing
    users.step("count", { params: { a: 1 } });
  });

  it("are refused if one is of another type", () => {
    // @ts-expect-error "30 seconds" is no duration
    users.step("count", { timeout: "30 seconds", run });
    // @ts-expect-error "a minute" is no duration
    users.step("count", { estimate: "a minute", run });
    // @ts-expect-error a queue has a name
    users.step("count", { queue: 5, run });
    // @ts-expect-error a pool has a name
    users.step("count", { pool: 5, run });
    // @ts-expect-error a priority is a number
    users.step("count", { priority: "high", run });
    // @ts-expect-error retry has options
    users.step("count", { retry: 3, run });
    // @ts-expect-error the option is attempts
    users.step("count", { retry: { attemps: 3 }, run });
    // @ts-expect-error there is no such backoff
    users.step("count", { retry: { backoff: "quadratic" }, run });
    // @ts-expect-error 5 is no schema
    users.step("count", { input: 5, run });
  });

  it("may be undefined", () => {
    const options = {
      timeout: undefined,
      queue: undefined,
      pool: undefined,
      retry: undefined,
      when: undefined,
      always: undefined,
    };
    const built = users.step("count", { ...options, run }).step("reader", {
      params: { count: ({ stepSpan }) => stepSpan("count").output },
      run: ({ count }) => expectTypeOf(count).toEqualTypeOf<number>(),
    });
    expectTypeOf(built.name).toEqualTypeOf<string>();
  });
});
