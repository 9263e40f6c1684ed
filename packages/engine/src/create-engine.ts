import { randomUUID } from "node:crypto";
import { installCarrier } from "./context/slot.ts";
import { createCore } from "./core/core.ts";
import { DefinitionError } from "./errors/definition-errors.ts";
import { createAsyncContext } from "./local/async-context.ts";
import { memoryStore } from "./local/memory-store.ts";
import { nextTurn } from "./local/next-turn.ts";
import { onProcessIdle } from "./local/process-idle.ts";
import { createQueueExecutor, type QueueLimits } from "./local/queue-executor.ts";
import { systemClock } from "./local/system-clock.ts";
import type { Duration } from "./plan/duration.ts";
import type { Clock } from "./ports/clock.ts";
import type { Observer } from "./ports/observer.ts";
import type { Store } from "./ports/store.ts";
import { checkConcurrency, checkDuration, checkKeys } from "./runner/check-options.ts";
import type { Engine } from "./runner/engine.ts";
import { createPublisher } from "./runner/publisher.ts";
import { createRunEngine } from "./runner/run-engine.ts";
import type { RunnerPorts } from "./runner/run-ports.ts";

/** The limits of a named queue. */
export interface QueueOptions {
  /** How many of its attempts may be open at once, within the engine's. Default: no limit of its own. */
  readonly concurrency?: number;
  /** At most `limit` attempts start within any `interval`. Default: no limit. */
  readonly rate?: { readonly limit: number; readonly interval: Duration };
}

export interface EngineOptions {
  /** How many attempts may be open at once, in all queues and runs together. Default 16. */
  readonly concurrency?: number;
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
}

const known = ["concurrency", "queues", "store", "observers", "clock", "gracePeriod"];

/** @throws DefinitionError for unknown options and values that make no sense */
export function createEngine(options: EngineOptions = {}): Engine {
  return createEngineWith(options, {});
}

/** An engine of which a test replaces some of the ports. */
export function createEngineWith(options: EngineOptions, replaced: Partial<RunnerPorts>): Engine {
  checkKeys(options, known, "createEngine");
  const {
    concurrency = 16,
    queues = {},
    store = memoryStore(),
    observers = [],
    clock = systemClock,
    gracePeriod = 5000,
  } = options;
  checkConcurrency(concurrency, "createEngine");
  installCarrier(createAsyncContext);
  const ports: RunnerPorts = {
    clock,
    store,
    executor: createQueueExecutor(concurrency, limitsOf(queues), clock),
    createCore,
    random: Math.random,
    createRunId: randomUUID,
    publish: createPublisher(observers),
    onIdle: onProcessIdle,
    nextTurn,
    ...replaced,
  };
  return createRunEngine(ports, checkDuration(gracePeriod, "gracePeriod", "createEngine"));
}

function limitsOf(queues: Readonly<Record<string, QueueOptions>>): ReadonlyMap<string, QueueLimits> {
  return new Map(Object.entries(queues).map(([name, options]) => [name, limitsOfQueue(name, options)]));
}

function limitsOfQueue(name: string, options: QueueOptions): QueueLimits {
  const place = `The queue "${name}" of createEngine`;
  checkKeys(options, ["concurrency", "rate"], place);
  const { concurrency = Infinity, rate } = options;
  checkConcurrency(concurrency, place);
  return { concurrency, rate: rate === undefined ? null : rateOf(rate, place) };
}

function rateOf(rate: NonNullable<QueueOptions["rate"]>, place: string): QueueLimits["rate"] {
  checkKeys(rate, ["limit", "interval"], `${place}, in its rate,`);
  if (!Number.isInteger(rate.limit) || rate.limit < 1) {
    throw new DefinitionError(`${place} got the rate limit ${String(rate.limit)}. Give a whole number of at least 1.`);
  }
  return { limit: rate.limit, intervalMs: checkDuration(rate.interval, "rate.interval", place) };
}
