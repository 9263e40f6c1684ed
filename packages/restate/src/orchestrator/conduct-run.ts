import type { WorkflowContext } from "@restatedev/restate-sdk";
import type { RunEvent } from "@stepspan/engine";
import {
  createEngineStates,
  createHandle,
  createSafeMemos,
  createSchedules,
  createValues,
  type EngineParts,
  RunExecution,
  type RunSettings,
  Slots,
} from "@stepspan/engine/hosting";
import { checkSize } from "../protocol/check-size.ts";
import type { StartRequest } from "../protocol/start-request.ts";
import { KeptEvents } from "./kept-events.ts";
import { namedResources } from "./named-resources.ts";
import { OpenCalls } from "./open-calls.ts";
import { PoolGate } from "./pool-gate.ts";
import { portsOfRun } from "./ports-of-run.ts";
import { RemoteAttempts } from "./remote-attempts.ts";
import { memosThrough, statesThrough } from "./remote-stores.ts";
import { RunClock } from "./run-clock.ts";
import { RunLine } from "./run-line.ts";
import { RunListener } from "./run-listener.ts";
import type { ServedWorkflow } from "./served-workflow.ts";
import { settled } from "./settled.ts";
import { StateVersions } from "./state-versions.ts";

/**
 * One run, from its first event to its last, inside of the handler of its invocation. The engine's own runner does the
 * work; all that it hears comes over one line, whose order Restate keeps, so that a replay takes the same turns.
 */
export async function conductRun(
  context: WorkflowContext,
  request: StartRequest,
  served: ServedWorkflow,
): Promise<string | null> {
  const { plan, wires, classes, redaction, gracePeriodMs, concurrency } = served;
  const { metadata, timeoutMs, live, startedAt, input, rerun } = request;
  const clock = new RunClock(startedAt);
  const line = new RunLine(context, wires);
  const kept = new KeptEvents(context, wires.codec, plan);
  const versions = new StateVersions();
  const calls = new OpenCalls(context, wires, line);
  const pools = new PoolGate(context, plan, request.pools);
  const states = redaction.states(statesThrough(context, line, wires));
  const memos = memosThrough(context, line, wires, plan);
  /** What is too large for a message fails the step that gave it. */
  const checkValue = (recorded: unknown, what: string) => checkSize(recorded, what, wires.codec);
  const onEvents = (events: readonly RunEvent[]) => versions.note(execution.host.root, events);
  const ports = portsOfRun({
    context,
    clock,
    kept,
    onEvents,
    checkValue,
    states,
    memos,
    plan,
    concurrency,
    classes,
    redaction,
  });
  const values = createValues(classes, checkValue);
  let attempts: RemoteAttempts | null = null;
  const parts: EngineParts = {
    ...{ values, states: createEngineStates(states, values), memos: createSafeMemos(ports.store) },
    ...{ schedules: createSchedules(ports.store), isAlone: () => true, openResources: namedResources },
    createAttempts: (host, _frames, limit) => {
      const slots = new Slots({
        ...{ executor: ports.executor, group: limit === null ? null : { concurrency: limit }, rankOf: null },
        granted: (path, index) => host.loop.add({ type: "slot-granted", path, index }),
        source: { started: host.loop.flush },
      });
      attempts = new RemoteAttempts({ host, slots, calls, pools, line, versions, codec: wires.codec });
      return attempts;
    },
  };
  const settings: RunSettings = {
    ...{ runId: context.key, lease: null, metadata, timeoutMs, gracePeriodMs, concurrency: request.concurrency },
    ...{ schedule: "fifo", live, resources: served.resources },
  };
  const execution = new RunExecution(plan, ports, settings, parts);
  const result = execution.result.then(
    () => undefined,
    (error: Error) => {
      if (!execution.isFinished) kept.break(clock.now(), error.message);
    },
  );
  const listener = new RunListener({
    context,
    execution,
    handle: createHandle(execution),
    attempts: attempts!,
    pools,
  });
  const facts = { runId: context.key, workflow: plan.name, parentRunId: null, metadata, input };
  void execution.host.resources.open("", served.resources, facts); // at once: of resources there are only the names
  const begun = execution.host.states.begin(plan, {});
  if (request.cancelled !== undefined) execution.cancel(request.cancelled.reason);
  execution.begin(input, { ...begun, ...rerun?.state }, rerun ?? undefined);
  await settled(execution, line);
  while (!execution.isOver) {
    const problem = kept.flush();
    if (problem !== null) execution.fail(problem);
    if (execution.isOver) break;
    const happening = await line.next(clock.now(), clock.nextDue);
    if (happening.kind === "slept") clock.advance(happening.dueAt);
    else if (happening.kind === "cancelled") execution.cancel("its invocation was cancelled in Restate");
    else if (happening.kind === "message") {
      clock.advance(happening.message.at);
      listener.take(happening.message);
    }
    await settled(execution, line);
  }
  await result;
  const problem = kept.flush();
  if (problem !== null) kept.break(clock.now(), problem.message);
  ports.executor.close();
  await memos.written();
  return execution.isFinished && problem === null ? kept.allOfFew : null;
}
