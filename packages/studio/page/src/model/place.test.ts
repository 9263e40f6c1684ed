import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fragmentOf, nowhere, type Place, placeOf, tabs } from "./place.ts";

const text = fc.string({ unit: "binary", minLength: 1 });

describe("a place", () => {
  it("is read back from its address, whatever the names in it are", () => {
    const place: fc.Arbitrary<Place> = fc.record({
      runId: text,
      tab: fc.constantFrom(...tabs),
      span: fc.option(fc.oneof(text, fc.constantFrom("", "\ud800", "a\\ud800", "\\", "a/b[3]#2?at=4&span=x"))),
      at: fc.option(fc.integer({ min: 1 })),
    });
    fc.assert(
      fc.property(place, (given) => {
        expect(placeOf(fragmentOf(given))).toEqual(given);
      }),
    );
  });

  it("has a readable address", () => {
    const place: Place = { runId: "r-1", tab: "graph", span: "outer/inner[3]", at: 12 };
    expect(fragmentOf(place)).toBe("#/runs/r-1/graph?span=outer%2Finner%5B3%5D&at=12");
  });

  it.each(["", "#", "#/", "#/elsewhere", "#/runs", "#/runs/"])("is nowhere for %j", (fragment) => {
    expect(placeOf(fragment)).toEqual(nowhere);
  });

  it.each(["0", "-1", "1.5", "NaN", "x", "1e99"])("leaves out the event %j, which cannot be", (at) => {
    expect(placeOf(`#/runs/r/steps?at=${at}`).at).toBeNull();
  });

  it("takes an escape that was mistyped as it stands", () => {
    expect(placeOf("#/runs/%E0%A4%A/nonsense")).toEqual({ runId: "%E0%A4%A", tab: "steps", span: null, at: null });
  });
});
