import { createObjectHandler, createObjectSharedHandler, type ObjectContext, object } from "@restatedev/restate-sdk";
import type { EncodedJson } from "@stepspan/engine";
import { memosService } from "../protocol/names.ts";

interface KeptMemo {
  readonly memo: EncodedJson;
  /** Milliseconds since the epoch; null: never. */
  readonly expiresAt: number | null;
}

const key = "memo";

/** Keeps the memos of the runs of a workflow: one object each, which clears itself when its time is over. */
export function createMemosObject(workflow: string) {
  const service = memosService(workflow);
  return object({
    name: service,
    handlers: {
      read: createObjectSharedHandler(async (context, now: number): Promise<EncodedJson | null> => {
        const kept = await context.get<KeptMemo>(key);
        return kept === null || (kept.expiresAt !== null && kept.expiresAt <= now) ? null : kept.memo;
      }),
      write: createObjectHandler(async (context: ObjectContext, given: KeptMemo): Promise<void> => {
        context.set<KeptMemo>(key, given);
        if (given.expiresAt === null) return;
        const delay = Math.max(0, given.expiresAt - (await context.date.now()));
        context.genericSend({
          ...{ service, key: context.key, method: "expire" },
          ...{ parameter: bytesOf(given), delay },
        });
      }),
      expire: createObjectHandler(
        async (context: ObjectContext, { expiresAt }: { readonly expiresAt: number }): Promise<void> => {
          const kept = await context.get<KeptMemo>(key);
          if (kept?.expiresAt === expiresAt) context.clear(key); // a later one has a later time
        },
      ),
    },
  });
}

function bytesOf({ expiresAt }: KeptMemo): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ expiresAt }));
}
