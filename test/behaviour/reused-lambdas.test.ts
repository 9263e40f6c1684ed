import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { calledBodies, rerunOf, reusedSteps } from "../support/earlier-and-rerun.ts";

describe("a step that is reused", () => {
  it("is not evaluated: neither its guard nor its lambdas are called", async () => {
    const { calls, body } = calledBodies();
    const seen = (name: string) => {
      calls.push(name);
      return true;
    };
    const watched = workflow("w")
      .step("root", { when: () => seen("guard of root"), params: { on: () => seen("lambda of root") }, run: () => 1 })
      .step("next", {
        dependsOn: ["root"],
        params: { on: () => seen("lambda of next") },
        run: () => 2,
      })
      .map("each", { over: () => [seen("over")], params: {}, run: () => 3 })
      .step("end", { dependsOn: ["next", "each"], params: { on: () => seen("lambda of end") }, run: body("end", 4) });
    const { second } = await rerunOf(watched, { from: "end" }, { calls });
    expect(calls).toEqual(["lambda of end", "end"]);
    expect(reusedSteps(second)).toEqual(["root", "next", "each"]);
  });
});
