import { describeThrown } from "../errors/thrown.ts";
import type { Memo, MemoStore } from "../ports/memo-store.ts";
import type { Store } from "../ports/store.ts";

/** The memos of a store. What fails there is told once on the console: no run fails, and no memo was there. */
export type SafeMemos = Pick<MemoStore, "read" | "write">;

export function createSafeMemos(store: Pick<Store, "memos">): SafeMemos {
  let isTold = false;

  const failed = (thrown: unknown): null => {
    if (isTold) return null;
    isTold = true;
    const problem = `The memos of the store failed: ${describeThrown(thrown)}.`;
    console.error(`${problem} The runs go on, and steps with cache do their work anew; mend the store.`);
    return null;
  };

  return {
    read(key, now): Memo | null | Promise<Memo | null> {
      try {
        const memo = store.memos.read(key, now);
        return memo instanceof Promise ? memo.catch(failed) : memo;
      } catch (thrown) {
        return failed(thrown);
      }
    },
    write(key, memo): void | Promise<void> {
      try {
        const written = store.memos.write(key, memo);
        if (written instanceof Promise) return written.catch((thrown) => void failed(thrown));
      } catch (thrown) {
        failed(thrown);
      }
    },
  };
}
