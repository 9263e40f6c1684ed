import { createClassRegistry, createEngine, defineEvent, type StepContext, StoreError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { goOn, journeys } from "../support/journeys.ts";
import { classes, Money } from "../support/kept-values.ts";
import { ended } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

const price = () => new Money(1999n);
const centsOf = (value: unknown) => (value instanceof Money ? value.cents : `no Money: ${String(value)}`);
const told = defineEvent("told", z.object({ price: z.instanceof(Money) }));
const anything = defineEvent("anything");

/** Ways by which a value comes into the record of a run: each gives what a step, or the caller, sees of it in the end. */
const work = workflow("work", { input: z.object({ price: z.instanceof(Money) }), output: z.array(z.unknown()) })
  .step("make", {
    params: { constant: price(), given: ({ input }) => input.price },
    input: z.object({ constant: z.instanceof(Money), given: z.instanceof(Money) }),
    output: z.object({ made: z.instanceof(Money) }),
    run: ({ constant, given }, context) => {
      context.span.set("price", price());
      context.log.info("line", { price: price() });
      context.state.set("price", price());
      context.stepState.set("price", price());
      context.emit(told, { price: price() });
      context.send(told, { price: price() });
      context.send(anything, price());
      return { made: constant.cents === given.cents ? constant : new Money(0n) };
    },
  })
  .step("stream", {
    run: async function* (): AsyncGenerator<Money> {
      yield price();
    },
  })
  .wait("pause", { event: goOn, dependsOn: ["make", "stream"] })
  .on("hear", { event: told, params: { told: ({ event }) => event }, run: ({ told }) => told.price })
  .wait("any", { event: anything })
  .map("items", {
    over: ({ stepSpan }) => [stepSpan("make").output.made],
    params: { item: ({ item }) => item, index: ({ index }) => index },
    run: ({ item }) => item,
    dependsOn: ["pause"],
  })
  .map("children", {
    over: ({ input }) => [input.price],
    params: { price: ({ item }) => item },
    run: workflow("child", { input: z.object({ price: z.instanceof(Money) }) }).step("inner", {
      params: { price: ({ input }) => input.price },
      run: ({ price }) => price,
    }),
    dependsOn: ["pause"],
  })
  .loop("rounds", {
    params: { before: ({ previous, input }) => (previous as Money | null) ?? input.price },
    run: ({ before }) => new Money(before.cents + 1n),
    until: ({ output }) => output.cents === 2001n,
    maxIterations: 5,
    dependsOn: ["pause"],
  })
  .step("look", {
    dependsOn: ["pause", "items", "children", "rounds", "any"],
    params: {
      make: ({ stepSpan }) => stepSpan("make").output.made,
      own: ({ stepSpan }) => stepSpan("make").vars.price,
      stream: ({ stepSpan }): unknown => stepSpan("stream").output,
      items: ({ stepSpan }) => stepSpan("items").output,
      children: ({ stepSpan }) => stepSpan("children").output,
      rounds: ({ stepSpan }) => stepSpan("rounds").output,
      any: ({ stepSpan }) => stepSpan("any").output,
    },
    run: ({ make, own, stream, items, children, rounds, any }, { state, run }) =>
      [
        make,
        own,
        ...(stream as Money[]),
        ...items,
        ...children,
        rounds,
        any,
        state.get("price"),
        run.metadata.price,
      ].map(centsOf),
  })
  .returns(({ stepSpan, input }) => [...stepSpan("look").output, input.price]);

describe("registered classes", () => {
  it.each(journeys)("are recorded wherever a run records a value, %s", async (_name, travel) => {
    const run = await travel(work, {
      engine: { classes },
      input: { price: price() },
      run: { metadata: { price: price() } },
    });
    expect(run.errors).toEqual([]);
    const output = [...(run.output ?? [])];
    expect(centsOf(output.pop())).toBe(1999n);
    expect(output).toEqual([1999n, 1999n, 1999n, 1999n, 1999n, 2001n, 1999n, 1999n, 1999n]);
    expect(run.span("hear").output?.map(centsOf)).toEqual([1999n]);
    expect(centsOf((run.span("make").input as { constant: unknown }).constant)).toBe(1999n);
    expect(centsOf(run.span("make").logs[0]?.fields.price)).toBe(1999n);
    expect(centsOf(run.metadata.price)).toBe(1999n);
  });

  it.each(journeys)("cross into a sub-workflow and back, %s", async (_name, travel) => {
    const amounts = z.object({ amount: z.instanceof(Money).default(new Money(0n)) });
    const child = workflow("child", { state: amounts, flowState: amounts }).step("add", {
      run: async (_, { state, flowState }) => {
        const [own, shared] = [state.get("amount"), await flowState.get("amount")];
        return new Money((own?.cents ?? 0n) + (shared?.cents ?? 0n));
      },
    });
    const parent = workflow("parent", { state: amounts, flowState: amounts })
      .step("set", {
        run: async (_, { state, flowState }) => {
          state.set("amount", new Money(1n));
          await flowState.set("amount", new Money(20n));
        },
      })
      .subflow("below", {
        workflow: child,
        dependsOn: ["set"],
        capture: { state: { amount: "amount" }, flowState: ({ amount = new Money(0n) }) => ({ amount }) },
        writeBack: {
          output: ({ output }) => ({ written: output }),
          state: (draft, { output }) => {
            draft.amount = output;
          },
          flowState: { amount: "output" },
        },
      })
      .wait("pause", { event: goOn, dependsOn: ["below"] })
      .step("look", {
        dependsOn: ["pause"],
        params: { below: ({ stepSpan }) => stepSpan("below").output.written },
        run: ({ below }, { state }) => [centsOf(below), centsOf(state.get("amount"))],
      });
    const run = await travel(parent, { engine: { classes } });
    expect(run.errors).toEqual([]);
    expect(run.output).toEqual([21n, 21n]);
    const changes = run.span("below").stateChanges.map(({ layer, patches }) => [layer, centsOf(patches[0]?.value)]);
    expect(changes).toEqual([
      ["flowState", 21n],
      ["state", 21n],
    ]);
  });

  it("are recorded in what a step stops the run with", async () => {
    await using engine = createEngine({ classes });
    const run = await engine.run(workflow("work").step("stop", { run: (_, context) => context.stop(price()) }));
    expect(centsOf(run.output)).toBe(1999n);
  });

  it("are told to listeners as what they are", async () => {
    await using engine = createEngine({ classes });
    const handle = engine.start(
      workflow("work").step("tell", { run: (_, context) => context.emit(told, { price: price() }) }),
    );
    const emitted: unknown[] = [];
    for await (const event of handle.events) if (event.type === "event-emitted") emitted.push(event.data);
    expect(emitted.map((data) => centsOf((data as { price: unknown }).price))).toEqual([1999n]);
  });

  it("are copied for each reader", async () => {
    class Counter {
      count = 0;
    }
    const counters = createClassRegistry();
    counters.registerClass(Counter, {
      encode: ({ count }) => count,
      decode: (count) => Object.assign(new Counter(), { count }),
    });
    await using engine = createEngine({ classes: counters });
    const own = new Counter();
    const run = await engine.run(
      workflow("work")
        .step("make", { run: () => own })
        .step("change", {
          params: { counter: ({ stepSpan }) => stepSpan("make").output },
          run: ({ counter }) => ++counter.count,
        })
        .step("read", {
          dependsOn: ["change"],
          params: { counter: ({ stepSpan }) => stepSpan("make").output },
          run: ({ counter }) => counter.count,
        }),
    );
    expect([run.span("change").output, run.output, own.count]).toEqual([1, 0, 0]);
  });

  const refusing: readonly (readonly [place: string, run: (context: StepContext) => unknown, message: string])[] = [
    ["an output", () => price(), 'The output of step "only" cannot be recorded: it is an instance of Money.'],
    [
      "the state",
      ({ state }) => state.set("a", price()),
      'The state of workflow "work" cannot be recorded: .a is an instance of Money.',
    ],
    [
      "a variable",
      ({ span }) => span.set("a", price()),
      'Variable "a" of step "only" cannot be recorded: it is an instance of Money.',
    ],
    [
      "a log line",
      ({ log }) => log.info("a", { a: price() }),
      'The fields of a log line of step "only" cannot be recorded: .a is an instance of Money.',
    ],
    [
      "an event",
      (context) => context.send(anything, price()),
      'The data of event "anything" cannot be recorded: it is an instance of Money.',
    ],
    [
      "the end of the run",
      (context) => context.stop(price()),
      'What step "only" stops the run with cannot be recorded: it is an instance of Money.',
    ],
  ];

  it.each(refusing)("are refused where they are not registered, as %s", async (_place, body, message) => {
    await using engine = createEngine();
    const run = await ended(engine.run(workflow("work").step("only", { run: (_, context) => body(context) })));
    expect(run.errors[0]?.message).toBe(
      `Step "only" failed on attempt 1: ${message} Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.`,
    );
  });

  it("have to be registered where a run goes on", async () => {
    const plain = workflow("work").step("make", { run: price }).wait("pause", { event: goOn });
    await using engine = createEngine({ classes });
    const handle = engine.start(plain);
    await turn();
    const snapshot = JSON.parse(JSON.stringify(await handle.snapshot()));
    await using other = createEngine({ workflows: [plain] });
    let thrown: unknown;
    try {
      other.resume(snapshot);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(StoreError);
    expect(String(thrown)).toBe(
      'StoreError: The value .output of event 5 ("step-succeeded") cannot be read back: it is an instance of the class "Money", which is not registered here. Register the class under this name with registerClass.',
    );
  });
});
