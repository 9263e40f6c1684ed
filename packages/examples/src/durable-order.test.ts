import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createBank, openShop, order, packed } from "./durable-order.ts";

const folder = mkdtempSync(join(tmpdir(), "durable-order-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("order", () => {
  it("goes on in the next process, and nothing that was recorded is done again", async () => {
    const [path, bank] = [join(folder, "one.db"), createBank()];
    const monday = openShop(path, bank);
    const { runId, events, result } = monday.engine.start(order, { item: "lamp", price: 40 });
    for await (const event of events) if (event.type === "wait-started") break;
    await monday.close();
    await expect(result).rejects.toMatchObject({ code: "RUN_LEFT" });

    const tuesday = openShop(path, bank);
    await tuesday.engine.send(runId, packed, { parcel: "P-7" });
    await tuesday.close();
    const wednesday = openShop(path, bank);
    const run = await wednesday.engine.runs.get(runId);
    if (run?.status === "running") await (await wednesday.engine.resume(runId)).result;
    expect((await wednesday.engine.runs.get(runId))?.output).toBe("paid with receipt 1, sent as P-7");
    expect(bank.charges.size).toBe(1);
    await wednesday.close();
  });

  it("charges once, though the first process ended between the charge and its record", async () => {
    const [path, bank] = [join(folder, "two.db"), createBank()];
    const charged = Promise.withResolvers<void>();
    const monday = openShop(path, {
      charge: async (amount, options) => {
        await bank.charge(amount, options);
        charged.resolve();
        return new Promise(() => undefined); // the answer never comes
      },
    });
    const { runId } = monday.engine.start(order, { item: "lamp", price: 40 });
    await charged.promise;
    await monday.close();

    const tuesday = openShop(path, bank);
    const handle = await tuesday.engine.resume(runId);
    await handle.send(packed, { parcel: "P-7" });
    expect((await handle.result).output).toBe("paid with receipt 1, sent as P-7");
    expect([...bank.charges.values()]).toEqual([40]);
    await tuesday.close();
  });
});
