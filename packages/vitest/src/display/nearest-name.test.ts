import { describe, expect, it } from "vitest";
import { suggestion } from "./nearest-name.ts";

const names = ["fetchUsers", "fetchOrders", "price", "b"];

describe("suggestion", () => {
  it.each([
    ["fetchUser", ' Did you mean "fetchUsers"?'],
    ["FETCHORDERS", ' Did you mean "fetchOrders"?'],
    ["prise", ' Did you mean "price"?'],
    ["merge", ""],
    ["a", ""],
    ["", ""],
  ])("for %j is %j", (name, text) => {
    expect(suggestion(name, names)).toBe(text);
  });
});
