import type { Memo } from "../../ports/memo-store.ts";
import { expectSame } from "./checks.ts";
import { valuesOfAllKinds } from "./kinds.ts";
import { oddNames } from "./odd-names.ts";
import type { StoreCase } from "./store-case.ts";

/** Outputs of steps that can be used again. */
export const memoCases: readonly StoreCase[] = [
  {
    name: "a memo that was never written is not there",
    check: async ({ store: { memos } }) => {
      expectSame("A memo that was never written", await memos.read("key", 0), null);
      expectSame("Forgetting what has expired of nothing", await memos.prune(Infinity), 0);
    },
  },
  {
    name: "a memo is read as it was written, and replaced",
    check: async ({ store: { memos } }) => {
      for (const memo of [memoOf("first", null), memoOf("second", 5000), memoOf({ deep: ["third"] }, null)]) {
        await memos.write("key", memo);
        expectSame("The memo that was written last", await memos.read("key", 1000), memo);
      }
    },
  },
  {
    name: "a memo is there until it expires",
    check: async ({ store: { memos } }) => {
      const memo = memoOf("output", 5000);
      await memos.write("key", memo);
      expectSame("Before it expires", await memos.read("key", 4999), memo);
      expectSame("At the time at which it expires", await memos.read("key", 5000), null);
      expectSame("Before it expires, asked again", await memos.read("key", 4999), memo);
    },
  },
  {
    name: "memos that have expired are forgotten, and no others",
    check: async ({ store: { memos } }) => {
      for (const [key, expiresAt] of [
        ["a", 1000],
        ["b", 2000],
        ["c", 3000],
        ["d", null],
      ] as const) {
        // biome-ignore format: a table
        await memos.write(key, memoOf(key, expiresAt));
      }
      expectSame("How many had expired by 2000", await memos.prune(2000), 2);
      expectSame("How many had expired by 2000, asked again", await memos.prune(2000), 0);
      expectSame("One that had expired", await memos.read("b", 0), null);
      for (const [key, expiresAt] of [
        ["c", 3000],
        ["d", null],
      ] as const) {
        // biome-ignore format: a table
        expectSame(`The memo ${key}`, await memos.read(key, 2000), memoOf(key, expiresAt));
      }
    },
  },
  {
    name: "memos keep values of every kind",
    check: async ({ store: { memos } }) => {
      for (const [kind, output] of Object.entries(valuesOfAllKinds())) {
        await memos.write(kind, memoOf(output, null));
        expectSame(`A memo that holds ${kind}`, await memos.read(kind, 0), memoOf(output, null));
      }
    },
  },
  {
    name: "memos whose keys hold odd characters are kept apart",
    check: async ({ store: { memos } }) => {
      for (const key of oddNames) await memos.write(key, memoOf(key, null));
      for (const key of oddNames) {
        expectSame(`The memo ${JSON.stringify(key.slice(0, 50))}`, await memos.read(key, 0), memoOf(key, null));
      }
    },
  },
];

/** One of a step. */
export function memoOf(output: unknown, expiresAt: number | null): Memo {
  return { runId: "r", path: "outer/step[1]", output, time: 500.5, expiresAt };
}
