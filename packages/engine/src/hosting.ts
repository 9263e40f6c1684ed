/** For those who host runs elsewhere than in this process: what the local engine is made of. */

export type { AttemptEnvironment } from "./attempts/attempt-environment.ts";
export { Attempts } from "./attempts/attempts.ts";
export type { RunAttempts } from "./attempts/run-attempts.ts";
export { Slots } from "./attempts/slots.ts";
export { installCarrier } from "./context/slot.ts";
export { createCore } from "./core/core.ts";
export type { Fact, WhereAnswer } from "./core/facts.ts";
export { type CoreState, createState, Phase, recordOf, setPhase } from "./core/state.ts";
export { addAttempt, waitsOf } from "./core/step-record.ts";
export { createTree, timerKey } from "./core/tree.ts";
export { addUnit, indexAt, nameAt, pathAt, runPathOf, stateAt, stepAt, unitAt } from "./core/units.ts";
export { createRedaction, noRedaction } from "./journal/redaction.ts";
export { createAsyncContext } from "./local/async-context.ts";
export { memoryStore } from "./local/memory-store.ts";
export { createQueueExecutor, type QueueLimits } from "./local/queue-executor.ts";
export { sha256 } from "./local/sha256.ts";
export { systemClock } from "./local/system-clock.ts";
export { createEngineStates } from "./runner/engine-states.ts";
export { RunExecution } from "./runner/run-execution.ts";
export type { RunHost } from "./runner/run-host.ts";
export type { RunnerPorts } from "./runner/run-ports.ts";
export type { CreateAttempts, EngineParts, RunSettings } from "./runner/run-settings.ts";
export { createSafeMemos } from "./runner/safe-memos.ts";
export { createSchedules } from "./schedule/schedules.ts";
export { createValues, type Values } from "./state/values.ts";
export { createRootSpan } from "./views/root-span.ts";
