/** Six ways for a run of five steps to go, each with what a careless engine could keep of it. */
import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import type { Engine, Run, RunError, StepContext } from "@stepspan/engine";

export interface KindOfRun {
  readonly name: string;
  /** How the run has to end. */
  readonly status: Run["status"];
  /** How many of twenty runs are of this kind. */
  readonly share: number;
  /** Resolves with how it ended. */
  run(engine: Engine, signal: AbortSignal): Promise<Run["status"]>;
}

/** Listens to the signal of its attempt and leaves the listener there, as user code does. */
function listen({ signal, step }: StepContext): string {
  signal.addEventListener("abort", () => step);
  return step;
}

const body = (_params: object, context: StepContext) => listen(context);

function broken(_params: object, context: StepContext): never {
  throw new Error(`${listen(context)} is broken`);
}

function brokenAtFirst(_params: object, context: StepContext): string {
  return context.attempt === 1 ? broken({}, context) : listen(context);
}

/** Never settles, and takes no notice of its signal. */
function never(_params: object, context: StepContext): Promise<never> {
  return new Promise(() => listen(context));
}

function untilAborted(_params: object, { signal }: StepContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

const plain = workflow("plain", { timeout: "1h" })
  .step("one", { timeout: "1h", run: body })
  .step("two", {
    params: { one: ({ stepSpan }) => stepSpan("one").output },
    run: ({ one }, context) => one + listen(context),
  })
  .step("three", { params: { one: ({ stepSpan }) => stepSpan("one").output }, run: async ({ one }) => one })
  .step("four", { when: ({ stepSpan }) => stepSpan("two").output === "", run: body })
  .step("five", {
    params: { two: ({ stepSpan }) => stepSpan("two").output, three: ({ stepSpan }) => stepSpan("three").output },
    run: ({ two, three }) => ({ two, three }),
  });

const failing = workflow("failing")
  .step("one", { run: body })
  .step("two", { dependsOn: ["one"], run: broken })
  .step("three", { dependsOn: ["one"], run: untilAborted })
  .step("four", { dependsOn: ["two"], run: body })
  .step("five", { always: true, dependsOn: ["four"], run: body });

const retrying = workflow("retrying")
  .step("one", { retry: { attempts: 2 }, run: brokenAtFirst })
  .step("two", { dependsOn: ["one"], retry: { attempts: 3, delay: 1 }, timeout: "1h", run: brokenAtFirst })
  .step("three", { dependsOn: ["one"], run: body })
  .step("four", { dependsOn: ["two"], run: body })
  .step("five", { dependsOn: ["four"], run: body });

const timedOut = workflow("timed-out")
  .step("one", { run: body })
  .step("two", { dependsOn: ["one"], timeout: 1, continueOnError: true, run: never })
  .step("three", { dependsOn: ["two"], run: body })
  .step("four", { dependsOn: ["one"], run: body })
  .step("five", { dependsOn: ["three", "four"], timeout: 1, run: never });

const mapped = workflow("mapped")
  .step("one", { run: () => [1, 2, 3] })
  .map("two", {
    over: ({ stepSpan }) => stepSpan("one").output,
    params: { item: ({ item }) => item },
    timeout: "1h",
    run: async ({ item }, context) => `${listen(context)} ${item}`,
  })
  .step("three", { dependsOn: ["two"], run: body })
  .step("four", { dependsOn: ["two"], run: body })
  .step("five", { params: { items: ({ stepSpan }) => stepSpan("two").output }, run: ({ items }) => items.length });

const cancelled = workflow("cancelled")
  .step("one", { run: body })
  .step("two", { dependsOn: ["one"], timeout: "1h", run: untilAborted })
  .step("three", { dependsOn: ["one"], retry: { attempts: 2, delay: "1h" }, run: broken })
  .step("four", { dependsOn: ["two"], run: body })
  .step("five", { always: true, dependsOn: ["four"], run: body });

/** Twenty runs of these are one round. */
export const kindsOfRun: readonly KindOfRun[] = [
  { name: "plain", status: "succeeded", share: 10, run: toItsEnd(plain) },
  { name: "failing", status: "failed", share: 2, run: toItsEnd(failing) },
  { name: "retrying", status: "succeeded", share: 2, run: toItsEnd(retrying) },
  { name: "timed out", status: "failed", share: 2, run: toItsEnd(timedOut) },
  { name: "mapped", status: "succeeded", share: 2, run: toItsEnd(mapped) },
  { name: "cancelled", status: "cancelled", share: 2, run: cancelWhenItWaits },
];

function toItsEnd(made: AnyWorkflow): KindOfRun["run"] {
  return (engine, signal) => endOf(engine.run(made, undefined, { signal }));
}

/** Cancelled by hand while one step is open and another waits for its next attempt. */
async function cancelWhenItWaits(engine: Engine, signal: AbortSignal): Promise<Run["status"]> {
  const handle = engine.start(cancelled, undefined, { signal });
  const end = endOf(handle.result);
  const awaited = new Set(["attempt-started two", "attempt-failed three"]);
  for await (const event of handle.events) {
    if ("path" in event) awaited.delete(`${event.type} ${event.path}`);
    if (awaited.size === 0) break;
  }
  handle.cancel("by hand");
  return await end;
}

async function endOf(result: Promise<Run>): Promise<Run["status"]> {
  try {
    return (await result).status;
  } catch (error) {
    return (error as RunError).run.status; // a run rejects with nothing else here
  }
}
