import type { Serde } from "@restatedev/restate-sdk";
import { type CancelReason, type ClassRegistry, type Codec, createCodec } from "@stepspan/engine";
import type { InboxMessage } from "./inbox-message.ts";
import type { StartRequest } from "./start-request.ts";
import type { StepCall } from "./step-call.ts";
import { wireOf } from "./wire.ts";

/** All messages, as they go over the wire. */
export interface Wires {
  readonly codec: Codec;
  readonly start: Serde<StartRequest>;
  readonly call: Serde<StepCall>;
  readonly message: Serde<InboxMessage>;
  /** Why a body is to end. */
  readonly abort: Serde<CancelReason>;
}

/** @param classes those of the language only for null */
export function createWires(classes: ClassRegistry | null): Wires {
  const codec = createCodec({ ...(classes === null ? {} : { classes }) });
  return {
    codec,
    start: wireOf(codec, "The start of a run"),
    call: wireOf(codec, "The call of a step"),
    message: wireOf(codec, "A message for a run"),
    abort: wireOf(codec, "The end of a call"),
  };
}
