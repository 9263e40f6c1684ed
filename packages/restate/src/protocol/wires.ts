import type { Serde } from "@restatedev/restate-sdk";
import { type CancelReason, type ClassRegistry, type Codec, createCodec } from "@stepspan/engine";
import { callForm } from "./call-form.ts";
import type { InboxMessage, Posted } from "./inbox-message.ts";
import { messageForm } from "./message-form.ts";
import type { StartRequest } from "./start-request.ts";
import type { StepCall } from "./step-call.ts";
import { type Form, wireOf } from "./wire.ts";

/** All messages, as they go over the wire. */
export interface Wires {
  readonly codec: Codec;
  readonly start: Serde<StartRequest>;
  readonly call: Serde<StepCall>;
  readonly message: Serde<InboxMessage>;
  readonly post: Serde<Posted>;
  /** Why a body is to end. */
  readonly abort: Serde<CancelReason>;
}

/** @param classes those of the language only for null */
export function createWires(classes: ClassRegistry | null): Wires {
  const codec = createCodec({ ...(classes === null ? {} : { classes }) });
  return {
    codec,
    start: wireOf(codec, "The start of a run", startForm),
    call: wireOf(codec, "The call of a step", callForm),
    message: wireOf(codec, "A message for a run", messageForm),
    post: wireOf(codec, "A message for a run", postForm),
    abort: wireOf(codec, "The end of a call", abortForm),
  };
}

const startForm: Form<StartRequest> = {
  split: ({ input, metadata, rerun, cancelled, ...head }) => ({
    head,
    values: { input, metadata, cancelled, rerun: rerun ?? undefined },
  }),
  join: ({ head, values }) =>
    ({ input: undefined, rerun: null, ...(head as object), ...(values as object) }) as StartRequest, // as it was split
};

const postForm: Form<Posted> = {
  split: ({ invocation, message }) => ({ head: invocation, values: { message } }),
  join: ({ head, values }) => ({ invocation: head, message: values.message! }),
};

const abortForm: Form<CancelReason> = {
  split: (because) => ({ head: null, values: { because } }),
  join: ({ values }) => values.because!,
};
