import { defineEvent, workflow } from "@stepspan/dsl";
import type { RunEvent, RunHandle } from "@stepspan/engine";
import { z } from "zod";
import type { Note, Scenario } from "../support/crashing-host.ts";

const answer = defineEvent("answer", z.string());
const more = defineEvent("more", z.number());
const remark = defineEvent("remark", z.string());
const remarks = ["first", "second"];

function innerFlow(note: Note) {
  return workflow("inner", { state: z.object({ seen: z.number().default(0) }) })
    .step("count", {
      run: (_params, context) => {
        note(context);
        context.state.set("seen", 3);
        return 3;
      },
    })
    .wait("more", { event: more })
    .step("sum", {
      params: { count: ({ stepSpan }) => stepSpan("count").output, more: ({ stepSpan }) => stepSpan("more").output },
      run: ({ count, more: added }: { count: number; more: number }, context) => {
        note(context);
        return count + added;
      },
    });
}

/** Each form of step, none of them after a long chain, so that much is open at once. */
function allForms(note: Note) {
  return workflow("forms", { state: z.object({ total: z.number().default(1) }) })
    .map("each", {
      over: ["a", "b", "c"],
      concurrency: 2,
      params: { item: ({ item }) => item },
      run: async ({ item }: { item: string }, context) => {
        note(context);
        return item.toUpperCase();
      },
    })
    .loop("again", {
      params: { previous: ({ previous }) => (previous ?? 0) as number },
      run: async ({ previous }: { previous: number }, context) => {
        note(context);
        await context.sleep(5);
        return previous + 1;
      },
      until: ({ output }) => output === 2,
      maxIterations: 4,
    })
    .sleep("left", 30)
    .step("right", {
      run: async (_params, context) => {
        note(context);
        await context.sleep(500);
        return "late";
      },
    })
    .race("either", { of: ["left", "right"] })
    .subflow("nested", {
      workflow: innerFlow(note),
      writeBack: {
        state: (draft, { output }) => {
          draft.total += output;
        },
      },
    })
    .step("ask", {
      run: async (_params, context) => {
        note(context);
        const isYes = (text: string) => text.startsWith("yes");
        return [await context.waitFor(answer, { where: isYes }), await context.waitFor(answer, { timeout: 1_000_000 })];
      },
    })
    .on("hear", {
      event: remark,
      params: { text: ({ event }) => event },
      run: async ({ text }: { text: string }, context) => {
        note(context);
        return `heard ${text}`;
      },
    })
    .step("close", {
      always: true,
      dependsOn: ["ask", "nested", "each"],
      run: async (_params, context) => {
        note(context);
        await context.sleep(40);
        return `closed with ${context.state.get("total")}`;
      },
    })
    .step("report", {
      always: true,
      dependsOn: ["close", "hear"],
      run: async (_params, context) => {
        note(context);
        return "reported";
      },
    });
}

/** Sends one event after the other, each once: those that are stored are not sent again. */
function sendNext({ send }: RunHandle, events: readonly RunEvent[], to: readonly (readonly [string, unknown])[]) {
  const sent = events.filter(({ type }) => type === "event-sent").length;
  const next = to[sent];
  return next === undefined ? undefined : send(next[0], next[1]);
}

/** All waits are answered, and all ends well. */
export const answeredForms: Scenario = {
  build: allForms,
  onQuiet: (handle, events) =>
    sendNext(handle, events, [
      ["remark", remarks[0]],
      ["answer", "no"],
      ["answer", "yes, first"],
      ["remark", remarks[1]],
      ["answer", "second"],
      ["more", 4],
    ]),
};

/** It is cancelled while much is open; its `always` steps still run. */
export const cancelledForms: Scenario = {
  build: allForms,
  onQuiet: (handle, events) => {
    const isCancelled = events.some(({ type }) => type === "cancel-requested");
    if (isCancelled) return undefined;
    const isHeard = events.some(({ type }) => type === "event-sent");
    if (!isHeard) return handle.send("remark", remarks[0]);
    handle.cancel("nobody answers");
    return undefined;
  },
};
