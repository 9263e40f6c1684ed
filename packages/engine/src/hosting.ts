/** For those who host runs elsewhere than in this process: what the local engine is made of. */

export type { AttemptEnvironment } from "./attempts/attempt-environment.ts";
export { Attempts } from "./attempts/attempts.ts";
export { createBodyReader } from "./attempts/body-reader.ts";
export { askWhere } from "./attempts/body-waits.ts";
export type { ContextParts, PartsOfAttempt } from "./attempts/context-parts.ts";
export type { RunAttempts } from "./attempts/run-attempts.ts";
export { Slots } from "./attempts/slots.ts";
export { checkConcurrency, checkDuration, checkKeys } from "./borders/check-options.ts";
export { parseEventData, parseEventDataNow } from "./borders/event-data.ts";
export { parseAtBorder } from "./borders/parse-at-border.ts";
export { entranceToBodies, installCarrier } from "./context/slot.ts";
export { attemptsOf, setAttempt } from "./core/attempt-records.ts";
export { createCore } from "./core/core.ts";
export type { Fact, WhereAnswer } from "./core/facts.ts";
export {
  type CoreState,
  createState,
  hasOpenAttempt,
  Phase,
  type RunStarted,
  recordOf,
  setPhase,
} from "./core/state.ts";
export { type StepRecord, waitsOf } from "./core/step-record.ts";
export { createTree, timerKey } from "./core/tree.ts";
export { addUnit, indexAt, nameAt, pathAt, runPathOf, stateAt, stepAt, unitAt } from "./core/units.ts";
export { writeToSpan } from "./core/write-to-span.ts";
export { cancellationMessage } from "./errors/run-errors.ts";
export { asSentence, describeThrown } from "./errors/thrown.ts";
export { type FollowedRun, followEvents } from "./following/followed-run.ts";
export { checkedPlan, whoAsks } from "./host/checked-plan.ts";
export { checkCloseOptions } from "./host/close-options.ts";
export { plansByName } from "./host/plans-by-name.ts";
export { limitsOfQueues } from "./host/queue-options.ts";
export { prepareRerun } from "./host/rerun.ts";
export { readRerunOptions } from "./host/rerun-options.ts";
export { checkResumeOptions } from "./host/resume-run.ts";
export { settingsOf as runSettingsOf } from "./host/run-options.ts";
export { checkSequence } from "./host/stored-runs.ts";
export { noOpenRun, overAndDone, unknownRun } from "./host/unreachable-runs.ts";
export { checkRedact } from "./journal/redact-options.ts";
export { createRedaction, noRedaction, type Redaction } from "./journal/redaction.ts";
export { createFlowStates, type FlowStates } from "./layers/flow-states.ts";
export { appendPatches, deletePatches, mergePatches, setPatches } from "./layers/state-changes.ts";
export { acceptedPatches } from "./layers/state-rules.ts";
export { createStepStates, type StepStates } from "./layers/step-states.ts";
export { createAsyncContext } from "./local/async-context.ts";
export { Heap } from "./local/heap.ts";
export { memoryStore } from "./local/memory-store.ts";
export { nextTurn } from "./local/next-turn.ts";
export { createQueueExecutor, type QueueLimits } from "./local/queue-executor.ts";
export { sha256 } from "./local/sha256.ts";
export { systemClock } from "./local/system-clock.ts";
export { outlineOf } from "./plan/outline-of.ts";
export type { Executor } from "./ports/executor.ts";
export { capturedResources } from "./resources/captured-resources.ts";
export { type GivenResources, mergeLevels } from "./resources/merge-levels.ts";
export { type OpenResources, openResources } from "./resources/open-resources.ts";
export { readResources } from "./resources/read-resources.ts";
export type { RunResources } from "./resources/run-resources.ts";
export { type ContextOrigin, createContextSource } from "./runner/context-source.ts";
export { createEngineStates } from "./runner/engine-states.ts";
export type { FollowedRun as EventSource } from "./runner/event-iterator.ts";
export { createEventStream } from "./runner/event-stream.ts";
export { type Observation, observationBy, RunObservation } from "./runner/observation.ts";
export { eventNamed, takesNoEvent } from "./runner/outside-sends.ts";
export { RunExecution } from "./runner/run-execution.ts";
export { createHandle } from "./runner/run-handle.ts";
export type { RunHost } from "./runner/run-host.ts";
export type { RunnerPorts } from "./runner/run-ports.ts";
export type { CreateAttempts, EngineParts, RunSettings } from "./runner/run-settings.ts";
export { RunStates } from "./runner/run-states.ts";
export { createSafeMemos } from "./runner/safe-memos.ts";
export type { Rerun } from "./runner/taken-over.ts";
export { createSchedules } from "./schedule/schedules.ts";
export { holdsLive } from "./state/lost-live.ts";
export { StateValues } from "./state/state-values.ts";
export { createValues, type Values } from "./state/values.ts";
export { createRootSpan } from "./views/root-span.ts";
