import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { join, readsOn, start, type Way, withRead } from "./ways.ts";

/** A way written down as its reads; null for none. */
const listed = fc.option(fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 6 }));

const wayOf = (reads: readonly string[] | null, from: Way = start) =>
  reads === null ? null : reads.reduce<Way>(withRead, from);

describe("ways", () => {
  it("have in common what both read", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b")), listed, listed, (shared, one, other) => {
        const before = wayOf(shared);
        const both = [...shared, ...(one ?? other ?? []).filter((read) => (other ?? one ?? []).includes(read))];
        const expected = one === null && other === null ? [] : both;
        expect(readsOn(join(wayOf(one, before), wayOf(other, before)))).toEqual(new Set(expected));
      }),
    );
  });

  it("that lead nowhere leave the other as it is", () => {
    const way = wayOf(["a"]);
    expect(join(way, null)).toBe(way);
    expect(join(null, way)).toBe(way);
    expect(join(null, null)).toBe(null);
    expect(withRead(null, "a")).toBe(null);
  });
});
