import { expect, it } from "vitest";
import { nothing, withLast } from "./short-lists.ts";

it("A short list has its items in the order in which they came, however many they are", () => {
  let list: number[] = nothing;
  const expected: number[] = [];
  for (let item = 0; item < 30; item++) {
    list = withLast(list, item);
    expected.push(item);
    expect(list).toEqual(expected);
  }
  expect(nothing).toEqual([]);
});
