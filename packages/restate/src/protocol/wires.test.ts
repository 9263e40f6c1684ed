import { describe, expect, it } from "vitest";
import { callTo } from "../../../../test/restate/support/called-steps.ts";
import type { InboxMessage, StepAnswer } from "./inbox-message.ts";
import type { StartRequest } from "./start-request.ts";
import type { StepCall } from "./step-call.ts";
import { createWires } from "./wires.ts";

const wires = createWires(null);
const least = callTo("a", {}, 1000);
const odd = { at: new Date(5), map: new Map([[1, "a\nb"]]), bytes: new Uint8Array(3000), nothing: undefined };

const calls: Readonly<Record<string, StepCall>> = {
  "with the least": least,
  "of an item that is undefined": { ...least, item: { number: 0, value: undefined } },
  "with everything": {
    ...least,
    ...{ path: 'a\n"b"[3]', params: odd, vars: { odd }, item: { number: 3, value: odd }, remainingMs: 1.5 },
    ...{ reads: [{ step: "b", parameter: null }], spans: [], ask: { wait: 1, sent: 2, data: odd } },
    waits: { first: 0, entries: [] },
    run: { ...least.run, input: odd, metadata: { odd }, state: { odd }, flowState: {}, parentRunId: "p", timeoutMs: 5 },
  },
};

const answer: StepAnswer = {
  ...{ kind: "answer", at: 1, path: "a", attempt: 1, call: 1, startedAt: 1, worker: "w/1", effects: [] },
  ...{ stateReads: "all", stateVersion: 0, flowVersion: 0, ask: null },
  outcome: { kind: "returned", output: undefined },
};
const messages: Readonly<Record<string, InboxMessage>> = {
  "an answer without an output": answer,
  "an answer with null": { ...answer, outcome: { kind: "returned", output: null } },
  "an answer with effects": {
    ...answer,
    effects: [{ kind: "stop", output: odd }],
    outcome: { kind: "returned", output: odd },
  },
  "an answer that threw": {
    ...answer,
    outcome: { kind: "threw", error: { text: "1jnull", blobs: [] }, delayMs: null },
  },
  "an event": { kind: "sent", at: 1, event: "e", data: odd, to: null, reply: "r" },
  "a cancel": { kind: "cancel", at: 1, reason: undefined },
};

describe("what goes over the wire", () => {
  it.each(Object.entries(calls))("is what it was: a call %s", (_, call) => {
    expect(wires.call.deserialize(wires.call.serialize(call))).toStrictEqual(call);
  });

  it.each(Object.entries(messages))("is what it was: %s", (_, message) => {
    expect(wires.message.deserialize(wires.message.serialize(message))).toStrictEqual(message);
    const posted = { invocation: "inv_1", message };
    expect(wires.post.deserialize(wires.post.serialize(posted))).toStrictEqual(posted);
  });

  it("is what it was: a start, and why a body is to end", () => {
    const start: StartRequest = {
      ...{ input: undefined, metadata: {}, timeoutMs: null, concurrency: null, live: false, startedAt: 1.5 },
      ...{ pools: ["p"], rerun: null },
    };
    expect(wires.start.deserialize(wires.start.serialize(start))).toStrictEqual(start);
    const cancelled = { ...start, input: odd, cancelled: { reason: "enough" } };
    expect(wires.start.deserialize(wires.start.serialize(cancelled))).toStrictEqual(cancelled);
    const because = { kind: "cancel", reason: odd } as const;
    expect(wires.abort.deserialize(wires.abort.serialize(because))).toStrictEqual(because);
  });

  it.each(["", "5", "{}", "[1,2]", "no JSON"])("says what to do about what does not begin so: %j", (text) => {
    expect(() => wires.call.deserialize(new TextEncoder().encode(text))).toThrow(
      "The call of a step cannot be read: it does not begin as such messages do. Run the same release of Stepspan wherever workflows and steps are served, and where runs are started.",
    );
  });
});
