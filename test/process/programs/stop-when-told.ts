/** Closes the engine and the store on SIGTERM, and ends the process with 0. */
import type { SqliteStore } from "@stepspan/sqlite";
import type { Engine } from "stepspan";

export function stopWhenTold(engine: Engine, store: SqliteStore): void {
  process.on("SIGTERM", async () => {
    await engine.close();
    store.close();
    process.exit(0);
  });
}
