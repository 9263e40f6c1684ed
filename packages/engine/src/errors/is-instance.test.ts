import { describe, expect, it } from "vitest";
import { isInstance } from "./is-instance.ts";

describe("isInstance", () => {
  it("answers like instanceof", () => {
    expect(isInstance(new TypeError("x"), Error)).toBe(true);
    expect(isInstance({}, Error)).toBe(false);
    expect(isInstance(null, Error)).toBe(false);
    expect(isInstance("text", String)).toBe(false);
  });

  it("says no of a proxy that throws when it is asked", () => {
    const { proxy, revoke } = Proxy.revocable(new Error("x"), {});
    revoke();
    expect(isInstance(proxy, Error)).toBe(false);
  });
});
