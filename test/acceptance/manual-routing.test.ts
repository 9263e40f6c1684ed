import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { begin } from "../support/replayed-trial.ts";

const refund = defineEvent("refund", z.object({ amount: z.number() }));
const ship = defineEvent("ship", z.object({ to: z.string() }));

/** A step looks at the order and sends the event that says what runs next. */
function routedByEvents() {
  return workflow("orders", { input: z.object({ isPaid: z.boolean(), inStock: z.boolean() }) })
    .step("decide", {
      params: { order: ({ input }) => input },
      run: ({ order }, context) => {
        if (order.isPaid && order.inStock) context.send(ship, { to: "Ada" });
        if (order.isPaid && !order.inStock) context.send(refund, { amount: 12 });
      },
    })
    .on("refund", {
      event: refund,
      params: { amount: ({ event }) => event.amount },
      run: ({ amount }) => `gave back ${amount}`,
    })
    .on("ship", { event: ship, params: { to: ({ event }) => event.to }, run: ({ to }) => `sent to ${to}` })
    .returns(({ stepSpan }) => [...stepSpan("refund").output, ...stepSpan("ship").output]);
}

describe("manual routing", () => {
  it("by events: a step chooses with what it sends which step runs next", async () => {
    const outputs = async (order: { isPaid: boolean; inStock: boolean }) =>
      (await (await begin(routedByEvents(), { input: order })).end()).output;
    expect(await outputs({ isPaid: true, inStock: true })).toEqual(["sent to Ada"]);
    expect(await outputs({ isPaid: true, inStock: false })).toEqual(["gave back 12"]);
    expect(await outputs({ isPaid: false, inStock: false })).toEqual([]);
  });

  it("by events: each step that is not chosen succeeds with an empty list, and has no items", async () => {
    const run = await (await begin(routedByEvents(), { input: { isPaid: true, inStock: true } })).end();
    expect(run.span("refund")).toMatchObject({ status: "succeeded", output: [], items: [] });
    expect(run.spans.map(({ path, status }) => `${path}: ${status}`)).toEqual([
      "refund: succeeded",
      "ship: succeeded",
      "decide: succeeded",
      "ship[0]: succeeded",
    ]);
    expect(run.unhandledEvents).toEqual([]);
  });

  it("by events: the steps can send each other on, for as long as they like", async () => {
    const ping = defineEvent("ping", z.number());
    const pong = defineEvent("pong", z.number());
    const heard: string[] = [];
    const rally = workflow("rally")
      .step("serve", { run: (_params, context) => context.send(ping, 1) })
      .on("left", {
        event: ping,
        params: { ball: ({ event }) => event },
        run: ({ ball }, context) => {
          heard.push(`left ${ball}`);
          if (ball < 5) context.send(pong, ball + 1);
          return ball;
        },
      })
      .on("right", {
        event: pong,
        params: { ball: ({ event }) => event },
        run: ({ ball }, context) => {
          heard.push(`right ${ball}`);
          context.send(ping, ball + 1);
          return ball;
        },
      });
    const run = await (await begin(rally)).end();
    expect(heard).toEqual(["left 1", "right 2", "left 3", "right 4", "left 5"]);
    expect(run.span("left").output).toEqual([1, 3, 5]);
    expect(run.span("right").output).toEqual([2, 4]);
  });

  it("by guards: the branch that is not taken is skipped, and a reader of both takes the one that ran", async () => {
    const grade = workflow("grade", { input: z.object({ points: z.number() }) })
      .step("check", { params: { points: ({ input }) => input.points }, run: ({ points }) => points >= 50 })
      .step("praise", { when: ({ stepSpan }) => stepSpan("check").output, run: () => "well done" })
      .step("help", { when: ({ stepSpan }) => !stepSpan("check").output, run: () => "try again" })
      .returns(
        ({ stepSpan }) =>
          stepSpan("praise", { default: null })?.output ?? stepSpan("help", { default: null })?.output ?? "",
      );
    const passed = await (await begin(grade, { input: { points: 70 } })).end();
    expect(passed.output).toBe("well done");
    expect(passed.span("help").skipped).toEqual({ kind: "guard" });
    const failed = await (await begin(grade, { input: { points: 20 } })).end();
    expect(failed.output).toBe("try again");
    expect(failed.span("praise").skipped).toEqual({ kind: "guard" });
  });

  it("by guards and events together: an event for a step whose guard is false is left", async () => {
    const guarded = workflow("guarded")
      .step("send", { run: (_params, context) => context.send(ship, { to: "Ada" }) })
      .on("ship", { event: ship, dependsOn: ["send"], when: () => false, run: () => 1 });
    const run = await (await begin(guarded)).end();
    expect(run.span("ship").skipped).toEqual({ kind: "guard" });
    expect(run.unhandledEvents).toEqual([{ event: "ship", data: { to: "Ada" }, time: 0 }]);
  });
});
