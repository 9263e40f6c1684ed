import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CreateStore, storeConformance } from "@stepspan/engine/testing";
import { describe, it } from "vitest";
import { sqliteStore } from "./sqlite-store.ts";

const create: CreateStore = async ({ classes }) => {
  const folder = mkdtempSync(join(tmpdir(), "stepspan-sqlite-"));
  const path = join(folder, "runs.db");
  let store = sqliteStore(path, { classes });
  return {
    store,
    reopen: async () => {
      store.close();
      store = sqliteStore(path, { classes });
      return store;
    },
    close: async () => {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
};

describe("sqliteStore, as every store,", () => {
  it.each(storeConformance(create))("passes: $name", ({ run }) => run());
});
