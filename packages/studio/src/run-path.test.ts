import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runIdOf, runPath } from "./run-path.ts";

describe("the path of a run", () => {
  it.each([
    ["0a-b", "/api/runs/0a-b"],
    ["a/../b", "/api/runs/a%2F..%2Fb"],
    ["..", "/api/runs/%22..%22"],
    ["", "/api/runs/%22%22"],
    ["\ud800", "/api/runs/%22%5Cud800%22"],
  ])("of %j is %s", (runId, path) => {
    expect(runPath(runId)).toBe(path);
  });

  it("leads back to the id, whatever that is, and to nothing else", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (runId) => {
        const { pathname } = new URL(runPath(runId), "http://localhost");
        const parts = pathname.split("/");
        expect(parts).toHaveLength(4);
        expect(runIdOf(decodeURIComponent(parts[3] ?? ""))).toBe(runId);
      }),
    );
  });

  it("that looks like JSON and is none is an id", () => {
    expect(runIdOf('"')).toBe('"');
    expect(runIdOf('"a"b')).toBe('"a"b');
  });
});
