import { createEngine, type EmittedEvent, type Run, RunError, type RunEvent, type Runnable } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { rememberJournal } from "../journal/journals.ts";
import { endsAttempt } from "../journal/settling-events.ts";
import { readAnswers } from "./answers.ts";
import { createCompletionOrder } from "./completion-order.ts";
import { driveClock } from "./drive-clock.ts";
import { nameOfPath } from "./find-step.ts";
import { mocksByPath } from "./mocks.ts";
import { createOutside } from "./outside.ts";
import { watchRealWork } from "./real-work.ts";
import { watchRun } from "./run-watch.ts";
import { type SplitOptions, splitOptions } from "./split-options.ts";
import { createTestPlan } from "./test-plan.ts";
import type { TestRunArguments, TestRunOptions } from "./test-run-options.ts";
import { unansweredWaits } from "./unanswered-waits.ts";

/**
 * Runs a workflow for a test, on an engine of its own that is closed afterwards.
 *
 * - Resolves with the run whether it succeeded, failed or was cancelled: look at it with the matchers.
 * - Time begins at 0, stands still, and jumps to the next timer when nothing else can happen: retries, timeouts, sleeps
 *   and rates of queues take no real time. While a step waits for something outside of JavaScript (a timer of the
 *   platform, a file, a socket), the clock goes along with real time instead.
 * - `mocks` stand in for steps, `order` says in which order attempts end, `answers` answer what the run waits for, and
 *   `events` are sent to it. Queues need not be declared.
 *
 * @throws InputError if the input, an answer or an event does not match its schema
 * @throws DefinitionError for options that make no sense, for mocks, answers and orders that name unknown steps, for an
 * order that cannot be kept, and for a run that only waits for events that nobody sends
 */
export async function testRun<Input, Output, Outputs, Resources extends object = object>(
  workflow: Runnable<Input, Output, Outputs, Resources>,
  ...[options]: TestRunArguments<Input, NoInfer<Outputs>, NoInfer<Resources>>
): Promise<Run<Output, Outputs>> {
  const given = (options ?? {}) as TestRunOptions & { readonly input?: unknown }; // names are checked there once more
  const run = await runWith(workflow, splitOptions(workflow.plan, given));
  return run as Run<Output, Outputs>; // mocks have the types of what they stand in for
}

async function runWith({ name, plan }: Pick<Runnable, "name" | "plan">, options: SplitOptions): Promise<Run> {
  const { forEngine, forRun, input, events, clock = createManualClock() } = options;
  const mocks = mocksByPath(plan, options.mocks);
  const answerOf = readAnswers(plan, options.answers);
  const order = createCompletionOrder(plan, options.order);
  const watch = watchRun(plan);
  const realWork = watchRealWork();
  const onEvent = (event: RunEvent | EmittedEvent) => {
    if (event.type === "event-emitted") return; // it moves nothing on
    watch.onEvent(event);
    order.onEvent(event);
    if (endsAttempt(event) && watch.open.size === 0) realWork.ignoreWhatIsOpen();
  };
  await using engine = createEngine({ ...forEngine, clock, observers: [...(forEngine.observers ?? []), { onEvent }] });
  let isOver = false;
  const handle = engine.start<unknown, unknown, Readonly<Record<string, unknown>>>(
    { name, plan: createTestPlan(plan, { mocks, order }) },
    input,
    { ...forRun, live: events.length > 0 },
  );
  const running = handle.result.catch(runOfError).finally(() => {
    isOver = true;
  });
  const hasFinished = () => watch.events.at(-1)?.type === "run-finished";
  const outside = createOutside({ handle, answerOf, events, hasFinished });
  const onUnanswered = () =>
    outside.fail(unansweredWaits({ workflow: name, watch, nameOf: (path) => nameOfPath(plan, path) }));
  const movesClock = options.clock === undefined;
  const driving = driveClock({
    clock,
    watch,
    order,
    realWork,
    outside,
    movesClock,
    isOver: () => isOver,
    onUnanswered,
  });
  const [run] = await Promise.all([running, driving]);
  if (order.violation !== null) throw order.violation;
  if (outside.failure !== null) throw outside.failure.error;
  rememberJournal(run, watch.events);
  return run;
}

/** A run that failed is looked at like any other; all other errors are the caller's. */
function runOfError(error: unknown): Run {
  if (error instanceof RunError) return error.run;
  throw error;
}
