import { type AnyWorkflow, defineEvent, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { differenceOf } from "../../support/difference.ts";
import { classes, keptValues, Money, refusedValues } from "../../support/kept-values.ts";
import { theme } from "../theme.ts";

const isCyclic = ([kind]: (typeof keptValues)[number]) => kind.endsWith("leads back to itself");
const cyclic = keptValues.filter(isCyclic);
/**
 * All but those: Node's isDeepStrictEqual, by which the replaying engine compares, is wrong about maps that have both
 * texts and objects as keys, once it has come upon a cycle.
 */
const straight = keptValues.filter((value) => !isCyclic(value));
const all = (): Record<string, unknown> => Object.fromEntries(straight);
const parcel = defineEvent("parcel");

export const values = theme("a value", {
  "of every kind comes through input, parameters, outputs and returns as what it was": async ({ named, run }) => {
    const passing = workflow(named("passing"), { input: z.record(z.string(), z.unknown()) })
      .step("give", { params: { values: ({ input }) => input }, run: ({ values }) => values })
      .step("take", {
        params: { values: ({ stepSpan }) => stepSpan("give").output },
        run: ({ values }) => values,
      });
    const done = await run(passing, { input: all(), engine: { classes } });
    expect(done.errors).toEqual([]);
    expectAll(done.output);
    const money = (done.output["an instance of a registered class"] as { price: Money }).price;
    expect([money instanceof Money, money.cents]).toEqual([true, 1999n]);
  },

  "of every kind comes through the state, variables, logs, items and a child": async ({ named, run }) => {
    const child = workflow(named("child"), { input: z.object({ values: z.unknown() }) }).step("give", {
      params: { values: ({ input }) => input.values },
      run: ({ values }) => values,
    });
    const passing = workflow(named("passing"))
      .step("write", {
        run: (_params, context) => {
          context.state.set("values", all());
          context.span.set("values", all());
          context.log.info("values", { values: all() });
        },
      })
      .step("read", { dependsOn: ["write"], run: (_params, context) => context.state.get("values") })
      .map("each", {
        over: ({ stepSpan }) => [stepSpan("read").output],
        params: { values: ({ item }) => item },
        run: child,
      });
    const done = await run(passing, { engine: { classes } });
    expect(done.errors).toEqual([]);
    const places = [
      done.output[0],
      done.state.values,
      done.span("write").vars.values,
      done.span("write").logs[0]?.fields.values,
    ];
    for (const place of places) expectAll(place);
  },

  "of every kind comes through events from inside and outside, and through flowState and stepState": async ({
    named,
    start,
  }) => {
    const passing = workflow(named("passing"), { flowState: z.object({ values: z.unknown() }) })
      .wait("outside", { event: parcel })
      .step("send", {
        params: { values: ({ stepSpan }) => stepSpan("outside").output },
        run: async ({ values }, context) => {
          context.send(parcel, values as never);
          await context.flowState.set("values", values);
          context.stepState.set("values", values);
          return [await context.flowState.get("values"), context.stepState.get("values")];
        },
      })
      .on("inside", { event: parcel, params: { values: ({ event }) => event }, run: ({ values }) => values });
    const trial = await start(passing, { engine: { classes } });
    await trial.handle.send(parcel, all() as never);
    const done = await trial.end();
    expect(done.errors).toEqual([]);
    const places = [...(done.span("send").output as unknown[]), ...(done.span("inside").output as unknown[])];
    expect(places.length).toBeGreaterThanOrEqual(3);
    for (const place of places) expectAll(place);
  },

  "that cannot be kept is refused, with its place": async ({ named, run }) => {
    let refusing: AnyWorkflow = workflow(named("refusing"), { failFast: false });
    for (const [kind, value] of refusedValues) refusing = refusing.step(kind, { run: () => value });
    const failed = await run(refusing);
    for (const [kind, _value, problem] of refusedValues) {
      const { error } = failed.spanAt(kind);
      expect(error?.cause, kind).toMatchObject({ name: "SerializationError", code: "SERIALIZATION" });
      expect(error?.message, kind).toContain(problem);
    }
  },

  "that is refused in an input or an event is refused before anything happens": async ({ named, open }) => {
    const name = named("refusing");
    const refusing = workflow(name).wait("ask", { event: parcel });
    const engine = await open({ workflows: [refusing] });
    await expect(engine.run(refusing, { price: () => 1 })).rejects.toMatchObject({ name: "SerializationError" });
    expect(await engine.runs.list({ workflow: name })).toEqual([]);
    const handle = engine.start(refusing);
    await expect(handle.send(parcel, { price: () => 1 } as never)).rejects.toMatchObject({
      name: "SerializationError",
    });
    await handle.send(parcel, 1 as never);
    expect((await handle.result).output).toBe(1);
  },

  "that leads back to itself comes through as well": async ({ named, run }) => {
    const passing = workflow(named("passing"), { input: z.record(z.string(), z.unknown()) })
      .step("give", {
        params: { values: ({ input }) => input },
        run: ({ values }, { state }) => {
          state.set("values", values);
          return values;
        },
      })
      .step("take", { params: { values: ({ stepSpan }) => stepSpan("give").output }, run: ({ values }) => values });
    const done = await run(passing, { input: Object.fromEntries(cyclic) });
    expect(cyclic).toHaveLength(3);
    for (const place of [done.output, done.input, done.state.values]) expectAll(place, cyclic);
  },

  "that is large comes through": async ({ named, run }) => {
    const text = "0123456789".repeat(100_000);
    const large = workflow(named("large"))
      .step("give", { run: () => text })
      .step("take", { params: { text: ({ stepSpan }) => stepSpan("give").output }, run: ({ text }) => text.length });
    expect((await run(large)).output).toBe(1_000_000);
  },
});

/** Looks at prototypes, holes, identities and bytes as well. */
function expectAll(found: unknown, values = straight): void {
  for (const [kind, value] of values) {
    expect(differenceOf(value, (found as Readonly<Record<string, unknown>>)[kind]), kind).toBe(null);
  }
}
