import { createEngine, defineEvent, getRunContext, stepSpan, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { differenceOf } from "../support/difference.ts";
import { goOn, journeys } from "../support/journeys.ts";
import { classes, keptValues, Money } from "../support/kept-values.ts";
import { causeOf } from "../support/trial.ts";

interface Order {
  readonly id: number;
  items: { price: number }[];
  byName: Map<string, { price: number }>;
  when: Date;
  price: Money;
}

const order = (): Order => ({
  id: 1,
  items: [{ price: 1 }],
  byName: new Map([["pen", { price: 1 }]]),
  when: new Date(0),
  price: new Money(1n),
});
const load = workflow("orders", { failFast: false })
  .step("load", { run: order })
  .wait("pause", { event: goOn, dependsOn: ["load"] });

/** Tries to change a value; says what came of each try. */
function meddle(given: unknown): readonly string[] {
  const { items, byName, when } = given as Order;
  const changes = [
    () => Object.assign(given as object, { id: 2 }),
    () => items.push({ price: 2 }),
    () => Object.assign(items[0] ?? {}, { price: 99 }),
    () => Object.assign(byName.get("pen") ?? {}, { price: 99 }),
    () => byName.set("ink", { price: 2 }),
    () => when.setTime(99),
  ];
  return changes.map((change) => {
    try {
      change();
      return "changed a copy";
    } catch (error) {
      return String(error);
    }
  });
}

const refused = [
  "TypeError: Cannot assign to read only property 'id' of object '#<Object>'",
  "TypeError: Cannot add property 1, object is not extensible",
  "TypeError: Cannot assign to read only property 'price' of object '#<Object>'",
  "TypeError: Cannot assign to read only property 'price' of object '#<Object>'",
  "changed a copy",
  "changed a copy",
];

describe.each(journeys)("a consumer that mutates an output it read, %s,", (_name, travel) => {
  const engine = { classes };

  it("is refused, and told which parameter to copy first", async () => {
    const work = load
      .step("careless", {
        dependsOn: ["pause"],
        params: { order: ({ stepSpan }) => stepSpan("load").output },
        run: ({ order }) => void order.items.push({ price: 2 }),
      })
      .step("reads", {
        dependsOn: ["pause"],
        params: { order: ({ stepSpan }) => stepSpan("load").output },
        run: ({ order }) => order,
      });
    const run = await travel(work, { engine });
    expect(causeOf(run, "careless")).toEqual(new TypeError("Cannot add property 1, object is not extensible"));
    expect(run.span("careless").error?.message).toBe(
      'Step "careless" failed on attempt 1: TypeError: Cannot add property 1, object is not extensible. Parameter "order" is frozen, because other steps read the same value. Copy it first, for example with structuredClone().',
    );
    expect(differenceOf(order(), run.span("reads").output)).toBeNull();
    expect(differenceOf(order(), run.span("load").output)).toBeNull();
  });

  it("disturbs no other reader, by whatever way it came to the output", async () => {
    const told = defineEvent("told");
    const seen: Record<string, readonly string[]> = {};
    const note = (way: string, given: unknown) => {
      seen[way] = meddle(given);
    };
    const child = workflow("child").step("inner", {
      params: { order: ({ input }) => (input as { order: Order }).order },
      run: ({ order }) => note("the input of a child run", order),
    });
    const work = load
      .step("put", {
        dependsOn: ["pause"],
        params: { order: ({ stepSpan }) => stepSpan("load").output },
        run: ({ order }, context) => {
          note("a parameter", order);
          note("context.input", (context.input as { order: Order }).order);
          note("stepSpan in a body", stepSpan("load").output);
          note("the dot notation", getRunContext().getData("load.output"));
          context.state.set("order", stepSpan("load").output);
          note("the state", context.state.get("order"));
          note("a snapshot of the context", context.snapshot().state.order);
          context.span.set("order", stepSpan("load").output);
          note("a variable", context.span.get("order"));
          context.send(told, stepSpan("load").output);
        },
      })
      .step("lambda", {
        dependsOn: ["pause"],
        params: { seen: ({ stepSpan }) => [...meddle(stepSpan("load").output)] },
        run: (params) => {
          seen["stepSpan in a lambda"] = params.seen;
        },
      })
      .map("items", {
        over: ({ stepSpan }) => [stepSpan("load").output],
        params: { order: ({ item }) => item },
        run: ({ order }) => note("an item", order),
        dependsOn: ["put"],
      })
      .map("children", {
        over: ({ stepSpan }) => [stepSpan("load").output],
        params: { order: ({ item }) => item },
        run: child,
        dependsOn: ["put"],
      })
      .loop("rounds", {
        params: { order: ({ previous }) => previous as Order | null },
        run: ({ order: before }) => {
          if (before !== null) note("the output of the round before", before);
          return order();
        },
        until: ({ iteration, output }) => {
          note("until", output);
          return iteration === 2;
        },
        maxIterations: 3,
        dependsOn: ["put"],
      })
      .on("hears", {
        event: told,
        params: { order: ({ event }) => event },
        run: ({ order }) => note("the data of an event", order),
        dependsOn: ["put"],
      })
      .step("last", {
        dependsOn: ["items", "children", "rounds"],
        params: {
          order: ({ stepSpan }) => stepSpan("load").output,
          round: ({ stepSpan }) => stepSpan("rounds").output,
        },
        run: ({ order, round }, { state }) => [order, round, state.get("order")],
      });
    const run = await travel(work, { engine });
    expect(run.errors).toEqual([]);
    note("run.span", run.span("load").output);
    note("run.output", (run.span("last").output as unknown[])[0]);
    note("run.state", run.state.order);
    expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((way) => [way, refused])));
    expect(Object.keys(seen)).toHaveLength(16);
    const output = run.span("last").output as unknown[];
    expect(output.map((each) => differenceOf(order(), each))).toEqual([null, null, null]);
    expect(differenceOf({ order: order() }, run.state)).toBeNull();
  });

  it.each(keptValues)("meets the same frozen parts: %s", async (_kind, value) => {
    const outputs: unknown[] = [];
    const work = load.step("make", { run: () => value }).step("read", {
      dependsOn: ["pause"],
      params: { value: ({ stepSpan }) => stepSpan("make").output },
      run: (params) => void outputs.push(params.value),
    });
    await travel(work, { engine });
    await using plain = createEngine({ classes });
    const { output } = await plain.run(workflow("plain").step("make", { run: () => value }));
    expect(differenceOf(output, outputs[0], { frozen: true })).toBeNull();
  });
});
