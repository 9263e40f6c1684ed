import { randomUUID } from "node:crypto";
import { checkConcurrency, checkKeys } from "./borders/check-options.ts";
import { installCarrier } from "./context/slot.ts";
import { createCore } from "./core/core.ts";
import { DefinitionError } from "./errors/definition-errors.ts";
import { describeThrown } from "./errors/thrown.ts";
import type { Engine } from "./host/engine.ts";
import { settingsOfEngine } from "./host/engine-settings.ts";
import { plansByName } from "./host/plans-by-name.ts";
import { limitsOfQueues, type QueueOptions } from "./host/queue-options.ts";
import type { RetentionOptions } from "./host/retention.ts";
import { createRunEngine } from "./host/run-engine.ts";
import type { Runnable } from "./host/runnable.ts";
import { checkRedact, type RedactOptions } from "./journal/redact-options.ts";
import { createRedaction, noRedaction } from "./journal/redaction.ts";
import { createAsyncContext } from "./local/async-context.ts";
import { memoryStore } from "./local/memory-store.ts";
import { nextTurn } from "./local/next-turn.ts";
import { onProcessIdle } from "./local/process-idle.ts";
import { createQueueExecutor } from "./local/queue-executor.ts";
import { sha256 } from "./local/sha256.ts";
import { systemClock } from "./local/system-clock.ts";
import type { Duration } from "./plan/duration.ts";
import type { Clock } from "./ports/clock.ts";
import type { Observer } from "./ports/observer.ts";
import type { Store } from "./ports/store.ts";
import { readResources } from "./resources/read-resources.ts";
import { observationBy } from "./runner/observation.ts";
import type { RunnerPorts } from "./runner/run-ports.ts";
import type { Schedule } from "./schedule/schedule.ts";
import type { ClassRegistry } from "./state/class-registry.ts";

export interface EngineOptions {
  /** How many attempts may be open at once, in all queues and runs together. Default 16. */
  readonly concurrency?: number;
  /**
   * Which of several ready steps starts first, after their `priority`: by `fifo` the one that was ready first, by
   * `critical-path` the one with the longest way to the end of its run, by the `estimate` of its steps, or by what they
   * took in earlier runs, which the store keeps. Nothing that a run records is decided by it. Default: `fifo`.
   */
  readonly schedule?: Schedule;
  /** Queues that steps can name, each with limits of its own. */
  readonly queues?: Readonly<Record<string, QueueOptions>>;
  /** Where events are kept. Default: in memory. */
  readonly store?: Store;
  /** Who watches; see Observer. */
  readonly observers?: readonly Observer[];
  /** Where time comes from. Default: the machine's clock. */
  readonly clock?: Clock;
  /** How long an aborted attempt may take to end before it is abandoned. Default 5 s. */
  readonly gracePeriod?: Duration;
  /**
   * Live objects for the steps of all runs, each under its name, or what `perRun` gives. A workflow, a run and a step
   * can replace them. Read once, here. Default: none.
   */
  readonly resources?: object;
  /** What `resume` and `recover` find by their names. Default: none. */
  readonly workflows?: readonly Runnable[];
  /**
   * Whether runs of the store that no engine has are recovered: when the engine is made, and from time to time. Runs
   * that only wait for a later time are taken up when it comes, and those that wait for an event when it is sent.
   * Default: false.
   */
  readonly recover?: boolean;
  /**
   * What becomes of a run that does not fit its workflow when it is recovered. `fail`: it is left as it is, and tried
   * again by the next engine. `park`: its status becomes `parked`, and it is left alone until `engine.resume(runId)`.
   * Default: `fail`.
   */
  readonly onMismatch?: "fail" | "park";
  /** A run is parked when so many processes in a row ended while its steps ran. Default 5. */
  readonly maxRecoveries?: number;
  /**
   * In a store that other processes can use, how long runs stay this engine's after it showed last that it is alive,
   * which it does three times as often. Default 30 s.
   */
  readonly leaseTerm?: Duration;
  /** How long runs are kept that are over: `{ succeeded: "7d", failed: "30d", maxRuns: 10_000 }`. Default: for ever. */
  readonly retention?: RetentionOptions;
  /** The classes whose instances can be recorded. Default: none but the language's own. */
  readonly classes?: ClassRegistry;
  /** What is kept from the store, from observers and from all others outside. Default: nothing. */
  readonly redact?: RedactOptions;
}

const known = [
  "concurrency",
  "schedule",
  "queues",
  "store",
  "observers",
  "clock",
  "gracePeriod",
  "resources",
  "workflows",
  "recover",
  "onMismatch",
  "maxRecoveries",
  "leaseTerm",
  "retention",
  "classes",
  "redact",
];

/** Tells the compiler which resources the engine has, so that its runs need not bring them. */
export interface GivenOption<Given extends object> {
  readonly resources?: Given;
}

/** @throws DefinitionError for unknown options and values that make no sense */
export function createEngine<const Given extends object = {}>(
  options: EngineOptions & GivenOption<Given> = {},
): Engine<Given> {
  return createEngineWith(options, {});
}

/** An engine of which a test replaces some of the ports. */
export function createEngineWith<const Given extends object = {}>(
  options: EngineOptions & GivenOption<Given>,
  replaced: Partial<RunnerPorts>,
): Engine<Given> {
  checkKeys(options, known, "createEngine");
  const {
    concurrency = 16,
    queues = {},
    store = memoryStore(),
    observers = [],
    clock = systemClock,
    resources = {},
    workflows = [],
    classes = null,
    redact,
  } = options;
  checkConcurrency(concurrency, "createEngine");
  installCarrier(createAsyncContext);
  const ports: RunnerPorts = {
    clock,
    store,
    resources: readResources(resources, "createEngine"),
    workflows: plansByName(workflows),
    classes: checkedClasses(classes),
    redaction: redact === undefined ? noRedaction : createRedaction(checkRedact(redact, "createEngine"), classes),
    executor: createQueueExecutor(concurrency, limitsOfQueues(queues, "createEngine"), clock),
    createCore,
    random: Math.random,
    createRunId: randomUUID,
    digest: sha256,
    owner: randomUUID(),
    ...observationBy(observers),
    onIdle: onProcessIdle,
    nextTurn,
    ...replaced,
  };
  return createRunEngine(ports, settingsOfEngine(options));
}

function checkedClasses(classes: ClassRegistry | null): ClassRegistry | null {
  if (classes === null || typeof (classes as Partial<ClassRegistry>).classOf === "function") return classes; // plain JavaScript may give anything
  throw new DefinitionError(
    `createEngine got ${describeThrown(classes)} as classes. Give a registry: const classes = createClassRegistry().`,
  );
}
