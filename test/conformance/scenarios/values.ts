import { type AnyWorkflow, defineEvent, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { differenceOf } from "../../support/difference.ts";
import { classes, keptValues, type Money, refusedValues } from "../../support/kept-values.ts";
import { theme } from "../theme.ts";

/** Apart from the others, with which Node's comparison of a replay would not know them for the same. */
const isApart = ([kind]: (typeof keptValues)[number]) => /leads back to itself$|registered class$/.test(kind);
const bundles = [keptValues.filter((value) => !isApart(value)), keptValues.filter(isApart)].map(
  (values): Readonly<Record<string, unknown>> => Object.fromEntries(values),
);
const registered = "an instance of a registered class";
const input = z.record(z.string(), z.unknown());
const parcel = defineEvent("parcel");

export const values = theme("a value", {
  "of every kind comes through input, parameters, outputs and returns as what it was": async ({ named, open }) => {
    const passing = workflow(named("passing"), { input })
      .step("give", { params: { values: ({ input }) => input }, run: ({ values }) => values })
      .step("take", { params: { values: ({ stepSpan }) => stepSpan("give").output }, run: ({ values }) => values });
    const engine = await open({ workflows: [passing], classes });
    for (const bundle of bundles) {
      const done = await engine.run(passing, bundle);
      for (const place of [done.input, done.span("give").output, done.output]) expectSame(place, bundle);
    }
  },

  "of every kind comes through the state, variables, logs, items and a child": async ({ named, open }) => {
    const child = workflow(named("child"), { input: z.object({ values: input }) }).step("give", {
      params: { values: ({ input }) => input.values },
      run: ({ values }) => values,
    });
    const passing = workflow(named("passing"), { input })
      .step("write", {
        params: { values: ({ input }) => input },
        run: ({ values }, context) => {
          context.state.set("values", values);
          context.span.set("values", values);
          context.log.info("values", { values });
        },
      })
      .step("read", { dependsOn: ["write"], run: (_params, context) => context.state.get("values") })
      .map("each", {
        over: ({ stepSpan }) => [stepSpan("read").output],
        params: { values: ({ item }) => item },
        run: child as never,
      });
    const engine = await open({ workflows: [passing], classes });
    for (const bundle of bundles) {
      const done = await engine.run(passing, bundle);
      const { vars, logs } = done.span("write");
      const places = [done.state.values, vars.values, logs[0]?.fields.values, (done.output as unknown[])[0]];
      for (const place of places) expectSame(place, bundle);
    }
  },

  "of every kind comes through events from inside and outside, and through flowState and stepState": async ({
    named,
    open,
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
    const engine = await open({ workflows: [passing], classes });
    for (const bundle of bundles) {
      const handle = engine.start(passing);
      await handle.send(parcel, bundle as never);
      const done = await handle.result;
      const places = [...(done.span("send").output as unknown[]), ...(done.span("inside").output as unknown[])];
      expect(places.length).toBeGreaterThanOrEqual(3);
      for (const place of places) expectSame(place, bundle);
    }
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

  "that is large comes through": async ({ named, run }) => {
    const text = "0123456789".repeat(100_000);
    const large = workflow(named("large"))
      .step("give", { run: () => text })
      .step("take", { params: { text: ({ stepSpan }) => stepSpan("give").output }, run: ({ text }) => text.length });
    expect((await run(large)).output).toBe(1_000_000);
  },
});

/** Looks at prototypes, holes, identities and bytes as well. */
function expectSame(found: unknown, bundle: Readonly<Record<string, unknown>>): void {
  expect(Object.keys(bundle).length).toBeGreaterThan(3);
  for (const [kind, value] of Object.entries(bundle)) {
    const same = (found as typeof bundle)[kind];
    expect(differenceOf(value, same), kind).toBe(null);
    if (kind === registered) expect((same as { price: Money }).price.cents).toBe(1999n); // in a private field
  }
}
