import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { frontPage, whereTimeWent } from "./where-time-went.ts";

let calls = 0;

/** A download that takes no time, and is busy at each first call of a step. */
function flaky(_params: object, { attempt }: { readonly attempt: number }): number {
  calls++;
  if (attempt === 1) throw new Error("busy");
  return 1;
}

describe("whereTimeWent", () => {
  it("names the waits of each step and the chain that decided the end", async () => {
    const run = await testRun(frontPage, { mocks: { weather: flaky, news: flaky } });

    expect(calls).toBe(4);
    expect(whereTimeWent(run)).toBe(
      [
        "weather: 100 ms; waited for dependencies 0, a slot 0, a retry 100",
        "news: 30 ms; waited for dependencies 0, a slot 0, a retry 30",
        "page: 0 ms; waited for dependencies 100, a slot 0, a retry 0",
        "",
        "the critical path",
        "0–0 ms: weather (start)",
        "0–100 ms: weather (retry)",
        "100–100 ms: page (dependency)",
      ].join("\n"),
    );
  });
});
