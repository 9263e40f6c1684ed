export type { ManualClock } from "./manual-clock.ts";
export { createManualClock } from "./manual-clock.ts";
export { createReplayingEngine } from "./replaying-engine.ts";
export type { ConformanceCase, CreateStore, StoreUnderTest } from "./store-conformance.ts";
export { storeConformance } from "./store-conformance.ts";
