import type { Memo, MemoStore } from "../ports/memo-store.ts";

/** Keeps outputs that can be used again in memory, at most so many, those that were used least recently dropped first. */
export function memoryMemos(limit: number): MemoStore {
  const kept = new Map<string, Memo>();
  const isOver = ({ expiresAt }: Memo, now: number) => expiresAt !== null && expiresAt <= now;
  return {
    read(key, now) {
      const memo = kept.get(key);
      if (memo === undefined || isOver(memo, now)) return null;
      kept.delete(key); // it goes to the end: it was used last
      kept.set(key, memo);
      return memo;
    },
    write(key, memo) {
      kept.delete(key);
      kept.set(key, memo);
      const [oldest] = kept.keys();
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
    },
    prune(now) {
      const over = [...kept].filter(([, memo]) => isOver(memo, now));
      for (const [key] of over) kept.delete(key);
      return over.length;
    },
  };
}
