import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { createCore } from "../core/core.ts";
import type { CoreState } from "../core/state.ts";
import { ByStep } from "./by-step.ts";

function stateOfTwo(): CoreState {
  return createCore(workflowOf([stepOf("a"), stepOf("b")]).plan).state;
}

describe("what is there by step", () => {
  it("is found by the run and the index, in whatever order runs are asked about", () => {
    const [run, child] = [stateOfTwo(), stateOfTwo()];
    const names = new ByStep<string>();
    names.set(run, 0, "run/a");
    expect(names.all()).toEqual(["run/a"]);
    names.set(child, 1, "child/b");
    names.set(run, 1, "run/b");
    expect([run, child].map((state) => [names.get(state, 0), names.get(state, 1)])).toEqual([
      ["run/a", "run/b"],
      [undefined, "child/b"],
    ]);
    expect(names.all()).toEqual(["run/a", "run/b", "child/b"]);
    names.set(child, 1, undefined);
    expect(names.all()).toEqual(["run/a", "run/b"]);
  });

  it("is nothing any more once it is cleared", () => {
    const run = stateOfTwo();
    const names = new ByStep<string>();
    names.set(run, 0, "a");
    names.clear();
    expect([names.get(run, 0), names.all()]).toEqual([undefined, []]);
  });
});
