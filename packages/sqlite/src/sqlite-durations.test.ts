import { DatabaseSync } from "node:sqlite";
import type { Store } from "@stepspan/engine";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { sqliteStore } from "./sqlite-store.ts";

function openedStore(path: string): Store {
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  return store;
}

const once = (mean: number) => new Map([["a", { mean, count: 1 }]]);

describe("durations in a file", () => {
  it("are the same map while nothing changes, and those of other processes are seen", async () => {
    const path = temporaryFile();
    const [one, other] = [openedStore(path), openedStore(path)];
    await one.durations.note("w", "1", once(10));
    const read = await one.durations.read("w", "1");
    expect(await one.durations.read("w", "1")).toBe(read);
    await other.durations.note("w", "1", once(20));
    expect(await one.durations.read("w", "1")).toEqual(new Map([["a", { mean: 15, count: 2 }]]));
  });

  it("are of the 10,000 versions that were noted last", async () => {
    const path = temporaryFile();
    const store = openedStore(path);
    await store.durations.note("w", "kept", once(1));
    await store.durations.note("w", "dropped", once(2));
    const database = new DatabaseSync(path);
    onTestFinished(() => database.close());
    database.exec(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9998) INSERT INTO durations SELECT 'other ' || i, '[]', '' FROM n",
    );
    await store.durations.note("w", "kept", once(3));
    await store.durations.note("w", "new", once(4));
    await store.durations.note("w", "newer", once(5));
    const sizes = ["kept", "dropped", "new", "newer"].map(
      async (version) => (await store.durations.read("w", version)).size,
    );
    expect(await Promise.all(sizes)).toEqual([1, 0, 1, 1]);
    expect({ ...database.prepare("SELECT count(*) AS count FROM durations").get() }).toEqual({ count: 10_000 });
  });
});
