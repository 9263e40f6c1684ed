import { type Context, serde, service } from "@restatedev/restate-sdk";
import { inboxSignal, poolsService } from "../protocol/names.ts";
import type { Wires } from "../protocol/wires.ts";

interface PoolQuestion {
  readonly service: string;
  /** The invocation of the run. */
  readonly replyTo: string;
}

/** Waits in place of a run for workers that are not there: as long as Restate does not know them, it tries again. */
export function createPoolsService(wires: Wires) {
  return service({
    name: poolsService,
    options: {
      ingressPrivate: true,
      retryPolicy: { initialInterval: 200, maxInterval: 2000, maxAttempts: Number.MAX_SAFE_INTEGER },
    },
    handlers: {
      wait: async (context: Context, { service: name, replyTo }: PoolQuestion): Promise<void> => {
        const question = {
          service: name,
          method: "ping",
          parameter: null,
          inputSerde: serde.json,
          outputSerde: serde.json,
        };
        const at = await context.genericCall<null, number>(question);
        const run = context.invocation(replyTo as Parameters<Context["invocation"]>[0]); // Restate gave it
        run.signal(inboxSignal, wires.message).resolve({ kind: "pool-ready", at, service: name });
      },
    },
  });
}
