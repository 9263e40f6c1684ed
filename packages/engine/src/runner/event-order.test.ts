import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFollowedRun } from "../../../../test/support/followed-run.ts";
import { listen } from "../../../../test/support/listeners.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import { turn } from "../../../../test/support/turn.ts";

const action = fc.oneof(
  fc.record({ kind: fc.constant("store" as const), count: fc.integer({ min: 1, max: 300 }) }),
  fc.record({ kind: fc.constant("emit" as const) }),
  fc.record({ kind: fc.constant("listen" as const) }),
  fc.record({ kind: fc.constant("wait" as const) }),
);

describe("the order of stored and emitted events", () => {
  it("is that in which they happened, for each iteration, whenever it began and however the journal is read", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), fc.boolean(), async (actions, isSlowStore) => {
        const run = createFollowedRun(isSlowStore ? { read: async (events) => events } : {});
        /** All that happened; emitted events are texts. */
        const happened: unknown[] = [];
        const iterations: { readonly since: number; readonly heard: unknown[]; readonly ended: Promise<void> }[] = [];
        for (const { kind, ...rest } of actions) {
          if (kind === "emit") {
            happened.push(`emitted ${happened.length}`);
            run.emit(happened.at(-1));
          } else if (kind === "listen") {
            iterations.push({ since: happened.length, ...listen(run) });
          } else if (kind === "wait") await turn();
          else {
            const { count = 0 } = rest as { count?: number }; // that of "store"
            for (let added = 1; added <= count; added++) happened.push(run.stored + added);
            run.store(count);
          }
        }
        run.finish();
        for (const { since, heard, ended } of iterations) {
          await ended;
          expect(heard).toEqual(happened.filter((what, index) => typeof what === "number" || index >= since));
        }
      }),
      trials("the order of stored and emitted events", 300),
    );
  });
});
