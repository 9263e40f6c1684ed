import { describe, expect, it } from "vitest";
import type { Memo } from "../ports/memo-store.ts";
import { memoryMemos } from "./memory-memos.ts";

function memo(output: unknown, expiresAt: number | null = null): Memo {
  return { runId: "r", path: "s", output, time: 0, expiresAt };
}

describe("memos in memory", () => {
  it("are found by their keys, the latest that was written", () => {
    const memos = memoryMemos(10);
    expect(memos.read("a", 0)).toBe(null);
    void memos.write("a", memo(1));
    void memos.write("a", memo(2));
    void memos.write("b", memo(3));
    expect([memos.read("a", 0), memos.read("b", 0)]).toEqual([memo(2), memo(3)]);
  });

  it("are there until they expire", () => {
    const memos = memoryMemos(10);
    void memos.write("a", memo(1, 100));
    expect(memos.read("a", 99)).toEqual(memo(1, 100));
    expect(memos.read("a", 100)).toBe(null);
  });

  it("are forgotten when they are pruned, those that have expired", () => {
    const memos = memoryMemos(10);
    for (const expiresAt of [99, 100, 101, null]) void memos.write(`${expiresAt}`, memo(1, expiresAt));
    expect(memos.prune(100)).toBe(2);
    expect(memos.prune(100)).toBe(0);
    expect(memos.read("101", 0)).not.toBe(null);
    expect(memos.read("null", 0)).not.toBe(null);
  });

  it("are at most so many: those that were used least recently are dropped first", () => {
    const memos = memoryMemos(2);
    void memos.write("a", memo(1));
    void memos.write("b", memo(2));
    void memos.read("a", 0);
    void memos.write("c", memo(3));
    expect(["a", "b", "c"].filter((key) => memos.read(key, 0) !== null)).toEqual(["a", "c"]);
  });

  it("are none if none may be kept", () => {
    const memos = memoryMemos(0);
    void memos.write("a", memo(1));
    expect(memos.read("a", 0)).toBe(null);
  });
});
