import { DefinitionError, type EngineOptions, type Plan, type RunOptions, suggest } from "@stepspan/engine";
import type { ManualClock } from "@stepspan/engine/testing";
import type { AnswersByName } from "./answers.ts";
import type { MocksByName } from "./mocks.ts";
import type { SentByTest, TestRunOptions } from "./test-run-options.ts";

/** The options of `testRun`, told apart by whom they are for. */
export interface SplitOptions {
  readonly forEngine: EngineOptions;
  readonly forRun: RunOptions;
  readonly input: unknown;
  readonly mocks: MocksByName;
  readonly order: readonly string[];
  readonly answers: AnswersByName;
  readonly events: readonly SentByTest[];
  readonly clock?: ManualClock;
}

const engineKeys = ["concurrency", "schedule", "queues", "gracePeriod", "observers", "store", "classes"] as const;
const runKeys = ["runId", "metadata", "signal", "timeout", "resources"] as const;
const ownKeys = ["input", "mocks", "order", "answers", "events", "clock"];
const known: ReadonlySet<string> = new Set([...ownKeys, ...engineKeys, ...runKeys]);

/** @throws DefinitionError for unknown keys, and for mocks, answers, events and orders of another shape */
export function splitOptions(plan: Plan, options: TestRunOptions & { readonly input?: unknown }): SplitOptions {
  const unknown = Object.keys(options).find((key) => !known.has(key));
  if (unknown !== undefined) {
    throw new DefinitionError(
      `testRun got the unknown option ${JSON.stringify(unknown)}.${suggest(unknown, known)} Its options are ${[...known].join(", ")}.`,
    );
  }
  const { input, mocks = {}, order = [], answers = {}, events = [], clock, queues } = options;
  if (typeof mocks !== "object" || mocks === null) {
    throw new DefinitionError("testRun takes mocks as an object: mocks: { name: output or function }.");
  }
  if (typeof answers !== "object" || answers === null) {
    throw new DefinitionError("testRun takes answers as an object: answers: { name: data or function }.");
  }
  if (!Array.isArray(events)) {
    throw new DefinitionError("testRun takes events as a list: events: [{ event, data }].");
  }
  if (!Array.isArray(order)) throw new DefinitionError("testRun takes order as a list of names: order: [name, name].");
  return {
    forEngine: { ...chosen(options, engineKeys), queues: { ...undeclared(plan), ...queues } },
    forRun: chosen(options, runKeys),
    input,
    mocks,
    order,
    answers,
    events,
    ...(clock === undefined ? {} : { clock }),
  };
}

function chosen<Options extends object, Key extends keyof Options>(
  options: Options,
  keys: readonly Key[],
): Pick<Options, Key> {
  const given = keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]);
  return Object.fromEntries(given) as Pick<Options, Key>; // optional keys may be missing
}

/** The queues that steps name, without limits. */
function undeclared(plan: Plan): NonNullable<EngineOptions["queues"]> {
  return Object.fromEntries([...plan.queues].map((queue) => [queue, {}]));
}
