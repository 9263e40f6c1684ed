export type { ManualClock } from "./manual-clock.ts";
export { createManualClock } from "./manual-clock.ts";
export { createReplayingEngine } from "./replaying-core.ts";
