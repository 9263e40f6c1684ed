import type { WorkflowContext } from "@restatedev/restate-sdk";
import type { RunHandle } from "@stepspan/engine";
import type { RunExecution } from "@stepspan/engine/hosting";
import type { InboxMessage, PostReply } from "../protocol/inbox-message.ts";
import type { PoolGate } from "./pool-gate.ts";
import type { RemoteAttempts } from "./remote-attempts.ts";

interface ListenerParts {
  readonly context: WorkflowContext;
  readonly execution: RunExecution;
  readonly handle: RunHandle;
  readonly attempts: RemoteAttempts;
  readonly pools: PoolGate;
}

/** Does what the messages of a run say. */
export class RunListener {
  readonly #parts: ListenerParts;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
  }

  take(message: InboxMessage): void {
    const { handle, attempts, pools } = this.#parts;
    switch (message.kind) {
      case "answer":
        return attempts.take(message);
      case "lost":
        return attempts.lose(message.path, message.call, message.problem);
      case "sent": {
        const event = { name: message.event, schema: null }; // whoever sent it has parsed it
        const options = message.to === null ? {} : { to: message.to };
        return this.#reply(message.reply, handle.send(event, message.data, options));
      }
      case "cancel":
        return handle.cancel(message.reason);
      case "pause":
        return this.#reply(message.reply, handle.pause());
      case "resume":
        return handle.resume();
      case "close-intake":
        return handle.stop();
      case "pool-ready":
        return pools.open(message.service);
      default:
        message satisfies never;
    }
  }

  #reply(awakeable: string, done: Promise<void>): void {
    const { context } = this.#parts;
    const say = (reply: PostReply) => context.resolveAwakeable(awakeable, reply);
    done.then(
      () => say({ outcome: "taken" }),
      (refusal: Error) => say({ outcome: "refused", message: refusal.message }),
    );
  }
}
