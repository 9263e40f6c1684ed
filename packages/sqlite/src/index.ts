export type { StateInspection, StoreInspection } from "./inspect-store.ts";
export { inspectStore } from "./inspect-store.ts";
export type { OwnerState, RunInspection } from "./inspected-run.ts";
export type { SqliteReader, SqliteReaderOptions } from "./sqlite-reader.ts";
export { sqliteReader } from "./sqlite-reader.ts";
export { sqliteStore } from "./sqlite-store.ts";
export type { SqliteStore } from "./store-on-database.ts";
export type { Durability, SqliteStoreOptions } from "./store-options.ts";
