import {
  type Context,
  createWorkflowHandler,
  createWorkflowSharedHandler,
  RestatePromise,
  serde,
  TerminalError,
  type WorkflowContext,
  type WorkflowSharedContext,
  workflow,
} from "@restatedev/restate-sdk";
import type { Posted, PostReply } from "../protocol/inbox-message.ts";
import { inboxSignal, runService, workersHandler } from "../protocol/names.ts";
import type { RunEnd } from "../protocol/run-end.ts";
import type { StartRequest } from "../protocol/start-request.ts";
import { conductRun } from "./conduct-run.ts";
import type { PoolQuestion } from "./pool-gate.ts";
import type { ServedWorkflow } from "./served-workflow.ts";

/** So long a message is known that was said before, in milliseconds: clients say one again for a minute at most. */
const saidAgainMs = 10 * 60 * 1000;

type InvocationId = Parameters<Context["invocation"]>[0];

/** The Restate workflow of a workflow of ours: its keys are the ids of runs. */
export function createRunService(served: ServedWorkflow) {
  const { plan, wires, retentionMs } = served;
  const retryPolicy = { initialInterval: 50, maxInterval: 2000, maxAttempts: Number.MAX_SAFE_INTEGER };
  return workflow({
    name: runService(plan.name, plan.version),
    options: { retryPolicy, workflowRetention: retentionMs, journalRetention: 0, idempotencyRetention: saidAgainMs },
    handlers: {
      run: createWorkflowHandler(
        { input: wires.start, output: serde.json, enableLazyState: true },
        async (context: WorkflowContext, request: StartRequest): Promise<RunEnd> => ({
          chunks: await conductRun(context, request, served),
        }),
      ),
      post: createWorkflowSharedHandler(
        { input: wires.post, output: serde.json, enableLazyState: true },
        async (context: WorkflowSharedContext, posted: Posted): Promise<PostReply> => post(context, posted, served),
      ),
      [workersHandler]: createWorkflowSharedHandler(
        { input: serde.json, output: serde.json, enableLazyState: true, ingressPrivate: true },
        async (context: WorkflowSharedContext, question: PoolQuestion): Promise<void> =>
          waitForWorkers(context, question, served),
      ),
    },
  });
}

/** Waits in place of a run for workers that are not there: as long as Restate does not know them, it tries again. */
async function waitForWorkers(
  context: WorkflowSharedContext,
  { service, replyTo }: PoolQuestion,
  { wires }: ServedWorkflow,
): Promise<void> {
  const serdes = { inputSerde: serde.json, outputSerde: serde.json };
  const at = await context.genericCall<null, number>({ ...{ service, method: "ping", parameter: null }, ...serdes });
  const run = context.invocation(replyTo as InvocationId); // Restate gave it
  run.signal(inboxSignal, wires.message).resolve({ kind: "pool-ready", at, service });
}

/** Puts a message into the inbox of a run; waits for what it says where it says something. */
async function post(
  context: WorkflowSharedContext,
  { invocation: id, message }: Posted,
  { wires }: ServedWorkflow,
): Promise<PostReply> {
  if (message.kind === "answer" || message.kind === "pool-ready" || message.kind === "lost") {
    throw new TerminalError("A run takes no such message from outside: only its workers answer.", { errorCode: 400 });
  }
  const invocation = id as InvocationId; // Restate gave it
  const inbox = context.invocation(invocation).signal(inboxSignal, wires.message);
  if (message.kind !== "sent" && message.kind !== "pause") {
    inbox.resolve(message);
    return { outcome: "taken" };
  }
  const { id: reply, promise } = context.awakeable<PostReply>();
  inbox.resolve({ ...message, reply });
  const over = context.attach<null>(invocation).map((): PostReply => ({ outcome: "late" }));
  return RestatePromise.race([promise, over]);
}
