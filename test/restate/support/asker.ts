import { randomUUID } from "node:crypto";
import { serde, type WorkflowContext, type WorkflowSharedContext, workflow } from "@restatedev/restate-sdk";
import type { CancelReason } from "@stepspan/engine";
import type { StepAnswer } from "../../../packages/restate/src/protocol/inbox-message.ts";
import { abortSignal, inboxSignal } from "../../../packages/restate/src/protocol/names.ts";
import type { StepCall } from "../../../packages/restate/src/protocol/step-call.ts";
import { createWires } from "../../../packages/restate/src/protocol/wires.ts";
import { callTo } from "./called-steps.ts";
import { servedServices } from "./served-services.ts";
import type { SharedServer } from "./shared-server.ts";

type InvocationId = Parameters<WorkflowContext["invocation"]>[0];

interface Ids {
  readonly run: InvocationId;
  readonly call: InvocationId;
}

/** What asks a worker for one call, in place of a run. */
export interface Asker {
  /** The invocation of the call. */
  readonly callId: string;
  /** Tells the call why it is to end. */
  abort(because: CancelReason): Promise<void>;
  /** What was put into the inbox until the call was over. */
  answers(): Promise<readonly StepAnswer[]>;
}

/** Asks the workers of a service for a call of the step at a path. */
export async function askedBy(
  server: SharedServer,
  service: string,
  path: string,
  call: Partial<StepCall> = {},
): Promise<Asker> {
  const name = `asker${randomUUID()}`;
  const wires = createWires(null);
  const definition = workflow({
    name,
    handlers: {
      run: async (context: WorkflowContext): Promise<readonly number[][]> => {
        const parameter = { ...callTo(path, call, 1000), replyTo: context.request().id };
        const { invocationId } = context.genericSend({ service, method: "call", parameter, inputSerde: wires.call });
        const ids: Ids = { run: context.request().id, call: await invocationId };
        void context.promise<Ids>("begun").resolve(ids);
        const heard: number[][] = [];
        for (;;) {
          const bytes = await context.signal<Uint8Array>(inboxSignal, serde.binary);
          if (bytes.length === 0) return heard;
          heard.push([...bytes]);
        }
      },
      begun: async (context: WorkflowSharedContext) => await context.promise<Ids>("begun").get(),
      end: async (context: WorkflowSharedContext) => {
        const { run } = await context.promise<Ids>("begun").get();
        context.invocation(run).signal(inboxSignal, serde.binary).resolve(new Uint8Array());
      },
      abort: async (context: WorkflowSharedContext, because: CancelReason) => {
        const { call } = await context.promise<Ids>("begun").get();
        context.invocation(call).signal(abortSignal, wires.abort).resolve(because);
      },
    },
  });
  await servedServices([definition], server.adminUrl);
  const post = async (handler: string, body: unknown = null): Promise<unknown> => {
    const headers = { "content-type": "application/json" };
    const url = `${server.ingressUrl}/${name}/k/${handler}`;
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${handler}: ${response.status} ${answer}`);
    return answer === "" ? undefined : JSON.parse(answer);
  };
  await post("run/send");
  const { call: callId } = (await post("begun")) as Ids; // as the handler gives them
  const isOpen = async () =>
    (await server.query(`select id from sys_invocation where id = '${callId}' and status <> 'completed'`)).length > 0;
  return {
    callId,
    abort: async (because) => void (await post("abort", because)),
    answers: async () => {
      while (await isOpen()); // each time it asks the server
      await post("end");
      const response = await fetch(`${server.ingressUrl}/restate/workflow/${name}/k/attach`);
      const heard = (await response.json()) as readonly number[][];
      return heard.map((bytes) => wires.message.deserialize(new Uint8Array(bytes)) as StepAnswer); // a worker says nothing else
    },
  };
}
