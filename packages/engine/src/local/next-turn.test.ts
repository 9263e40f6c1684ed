import { describe, expect, it } from "vitest";
import { nextTurn } from "./next-turn.ts";

describe("nextTurn", () => {
  it("lets timers ring, which promises alone do not", async () => {
    let hasRung = false;
    setTimeout(() => {
      hasRung = true;
    }, 0);
    for (let count = 0; count < 1000; count++) await undefined;
    expect(hasRung).toBe(false);
    while (!hasRung) await nextTurn();
  });
});
