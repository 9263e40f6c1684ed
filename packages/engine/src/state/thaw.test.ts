import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { recordable } from "../../../../test/support/recordable-values.ts";
import { record } from "./record.ts";
import { thaw } from "./thaw.ts";

describe("thaw", () => {
  it("gives a copy that can be changed at any depth, and leaves the recorded value as it was", () => {
    const recorded = record({ list: [{ n: 1 }], seen: new Map([["a", { tags: ["x"] }]]) }, "A value");
    const copy = thaw(recorded);
    copy.list[0]!.n = 2;
    copy.list.push({ n: 3 });
    copy.seen.get("a")?.tags.push("y");
    expect(copy).toEqual({ list: [{ n: 2 }, { n: 3 }], seen: new Map([["a", { tags: ["x", "y"] }]]) });
    expect(recorded).toEqual({ list: [{ n: 1 }], seen: new Map([["a", { tags: ["x"] }]]) });
  });

  it("keeps what leads back to itself, and what is shared", () => {
    const loop: { self?: unknown; parts: unknown[] } = { parts: [] };
    loop.self = loop;
    loop.parts = [loop.parts, loop.parts];
    const copy = thaw(record(loop, "A value"));
    expect(copy.self).toBe(copy);
    expect(copy.parts[0]).toBe(copy.parts[1]);
  });

  it("gives an equal value, whatever it is", () => {
    fc.assert(
      fc.property(recordable, (value) => {
        expect(isDeepStrictEqual(thaw(record(value, "A value")), value)).toBe(true);
      }),
      trials("thaw", 500),
    );
  });
});
