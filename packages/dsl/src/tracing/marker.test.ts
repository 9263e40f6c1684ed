import { describe, expect, it } from "vitest";
import { isMarked, markerText } from "./marker.ts";

describe("the text that a proxy gives", () => {
  it.each([
    `part-${markerText}`,
    markerText.toUpperCase().slice(3, 5),
    markerText.trim().split("").at(-1)!,
    markerText.normalize("NFKD").toLocaleLowerCase("tr").replace("a", "b"),
    `part${Number(markerText) + 1}`,
  ])("is found again in %j", (text) => {
    expect(isMarked(text)).toBe(true);
  });

  it("is in no name that a person writes", () => {
    expect(["", "fetchUsers", "naN", "Straße"].map(isMarked)).toEqual([false, false, false, false]);
  });
});
