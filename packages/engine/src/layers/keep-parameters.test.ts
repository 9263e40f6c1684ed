import { describe, expect, it } from "vitest";
import { keptState, thrownBy } from "../../../../test/support/kept-state.ts";
import { keepParameters } from "./keep-parameters.ts";
import { createStepStateLayer } from "./step-state-layer.ts";

function keptLayer() {
  const { source, commits } = keptState();
  return { layer: createStepStateLayer({ ...source, processCount: () => 1 }), commits };
}

describe("keepParameters", () => {
  it("copies the named parameters, as one change, if they are others", () => {
    const { layer, commits } = keptLayer();
    const params = { day: "monday", orders: [{ n: 1 }], limit: 5 };
    keepParameters(layer, ["day", "orders"], params);
    keepParameters(layer, ["day", "orders"], { ...params, orders: [{ n: 1 }] });
    keepParameters(layer, [], params);
    expect([layer.get("day"), layer.get("orders"), layer.has("limit")]).toEqual(["monday", [{ n: 1 }], false]);
    expect(commits.length).toBe(1);
  });

  it("refuses what cannot be kept, and keeps nothing then", () => {
    const { layer } = keptLayer();
    expect(thrownBy(() => keepParameters(layer, ["a", "format"], { a: 1, format: () => "" })).message).toBe(
      'The state of workflow "w" cannot be recorded: .format is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
    expect(layer.has("a")).toBe(false);
  });
});
