import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteStore } from "@stepspan/sqlite";
import { createEngine, defineEvent, workflow } from "stepspan";
import { z } from "zod";

/** Takes money. Asked twice under one key, it takes it once. */
export interface Bank {
  charge(amount: number, options: { readonly idempotencyKey: string }): Promise<{ readonly receipt: string }>;
}

export const packed = defineEvent("packed", z.object({ parcel: z.string() }));

// #region workflow
export const order = workflow("order", { version: "1", input: z.object({ item: z.string(), price: z.number() }) })
  .resources<{ bank: Bank }>()
  .step("charge", {
    retry: { attempts: 3, delay: "1s" },
    params: { amount: ({ input }) => input.price },
    // The process may die after the bank has taken the money, and before the success is recorded: then this runs again.
    run: ({ amount }, { idempotencyKey, resources }) => resources.require("bank").charge(amount, { idempotencyKey }),
  })
  .wait("packed", { event: packed, dependsOn: ["charge"], timeout: "7d" })
  .step("confirm", {
    params: {
      receipt: ({ stepSpan }) => stepSpan("charge").output.receipt,
      parcel: ({ stepSpan }) => stepSpan("packed").output.parcel,
    },
    run: ({ receipt, parcel }) => `paid with ${receipt}, sent as ${parcel}`,
  });
// #endregion

// #region engine
/** What each process of the shop begins with. */
export function openShop(path: string, bank: Bank) {
  const store = sqliteStore(path);
  const engine = createEngine({
    store,
    workflows: [order],
    resources: { bank },
    recover: true,
    retention: { succeeded: "30d", failed: "90d" },
  });
  const close = async () => {
    await engine.close(); // gives open runs back: another process goes on with them
    store.close();
  };
  return { engine, close };
}
// #endregion

/** A bank that remembers what it took. */
export function createBank(): Bank & { readonly charges: ReadonlyMap<string, number> } {
  const charges = new Map<string, number>();
  return {
    charges,
    async charge(amount, { idempotencyKey }) {
      charges.set(idempotencyKey, amount);
      return { receipt: `receipt ${[...charges.keys()].indexOf(idempotencyKey) + 1}` };
    },
  };
}

if (import.meta.main) {
  const folder = mkdtempSync(join(tmpdir(), "durable-order-"));
  const [path, bank] = [join(folder, "runs.db"), createBank()];
  const monday = openShop(path, bank);
  const { runId, events } = monday.engine.start(order, { item: "lamp", price: 40 });
  for await (const event of events) if (event.type === "wait-started") break;
  await monday.close();

  const tuesday = openShop(path, bank);
  const handle = await tuesday.engine.resume(runId, { workflow: order });
  await handle.send(packed, { parcel: "P-7" });
  console.log((await handle.result).output, bank.charges);
  await tuesday.close();
  rmSync(folder, { recursive: true });
}
