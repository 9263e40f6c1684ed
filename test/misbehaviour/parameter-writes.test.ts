import { workflow } from "@stepspan/dsl";
import { createEngine, StepError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { failureOf } from "./run-failure.ts";

const engine = createEngine();

interface Order {
  id: number;
  tags: string[];
}

const writes: readonly (readonly [string, (orders: Order[]) => unknown, message: string])[] = [
  ["adds an item", (orders) => orders.push({ id: 3, tags: [] }), "Cannot add property 2, object is not extensible"],
  ["removes an item", (orders) => orders.pop(), "Cannot delete property '1' of [object Array]"],
  ["shifts", (orders) => orders.shift(), "Cannot assign to read only property '0' of object '[object Array]'"],
  ["sorts", (orders) => orders.sort(), "Cannot assign to read only property '0' of object '[object Array]'"],
  ["reverses", (orders) => orders.reverse(), "Cannot assign to read only property '0' of object '[object Array]'"],
  [
    "empties",
    (orders) => {
      orders.length = 0;
    },
    "Cannot assign to read only property 'length' of object '[object Array]'",
  ],
  [
    "writes to an item",
    (orders) => {
      orders[1]!.id = 5;
    },
    "Cannot assign to read only property 'id' of object '#<Object>'",
  ],
  [
    "gives an item a new property",
    (orders) => Object.assign(orders[0]!, { price: 1 }),
    "Cannot add property price, object is not extensible",
  ],
  [
    "deletes a property",
    (orders) => Reflect.deleteProperty(orders[0]!, "id") || delete (orders[0] as Partial<Order>).id,
    "Cannot delete property 'id' of #<Object>",
  ],
  ["adds to a list inside", (orders) => orders[0]!.tags.push("new"), "Cannot add property 0, object is not extensible"],
];

describe("a step that changes its parameter", () => {
  it.each(writes)(
    "and %s fails with an error that names the parameter and the way out",
    async (_how, write, message) => {
      const seen: unknown[] = [];
      const careless = workflow("careless", { failFast: false })
        .step("load", {
          run: (): Order[] => [
            { id: 1, tags: [] },
            { id: 2, tags: [] },
          ],
        })
        .step("change", {
          params: { limit: 5, orders: ({ stepSpan }) => stepSpan("load").output },
          run: ({ orders }) => write(orders as Order[]),
        })
        .step("read", {
          params: { orders: ({ stepSpan }) => stepSpan("load").output },
          run: ({ orders }) => void seen.push(JSON.stringify(orders)),
        });

      const { errors } = await failureOf(engine.run(careless));

      expect(errors).toHaveLength(1);
      expect(errors[0]).toBeInstanceOf(StepError);
      expect(errors[0]?.cause).toBeInstanceOf(TypeError);
      expect(errors[0]?.message).toBe(
        `Step "change" failed on attempt 1: TypeError: ${message}. Parameter "orders" is frozen, because other steps read the same value. Copy it first, for example with structuredClone().`,
      );
      expect(seen).toEqual(['[{"id":1,"tags":[]},{"id":2,"tags":[]}]']);
    },
  );

  it("of many thousand items is told the same", async () => {
    const careless = workflow("careless")
      .step("load", { run: () => Array.from({ length: 200_000 }, (_, id) => ({ id })) })
      .step("change", {
        params: { orders: ({ stepSpan }) => stepSpan("load").output },
        run: ({ orders }) => Object.assign(orders[7]!, { price: 1 }),
      });
    const { errors } = await failureOf(engine.run(careless));
    expect(errors[0]?.message).toContain('Parameter "orders" is frozen');
  });

  it("can copy it first", async () => {
    const careful = workflow("careful")
      .step("load", { run: () => [2, 1] })
      .step("change", {
        params: { numbers: ({ stepSpan }) => stepSpan("load").output },
        run: ({ numbers }) => structuredClone(numbers).sort(),
      });
    expect((await engine.run(careful)).output).toEqual([1, 2]);
  });

  it("that cannot be frozen changes a copy of its own", async () => {
    const careless = workflow("careless")
      .step("load", {
        run: () => ({ map: new Map([["a", 1]]), set: new Set([1]), date: new Date(0), bytes: new Uint8Array([1]) }),
      })
      .step("change", {
        params: { loaded: ({ stepSpan }) => stepSpan("load").output },
        run: ({ loaded }) => {
          loaded.map.set("a", 99);
          loaded.set.clear();
          loaded.date.setTime(99);
          loaded.bytes.fill(99);
        },
      })
      .step("read", {
        dependsOn: ["change"],
        params: { loaded: ({ stepSpan }) => stepSpan("load").output },
        run: ({ loaded }) => [loaded.map.get("a"), loaded.set.size, loaded.date.getTime(), loaded.bytes[0]],
      });
    const run = await engine.run(careless);
    expect(run.output).toEqual([1, 1, 0, 1]);
    expect(run.span("load").output?.map.get("a")).toBe(1);
  });

  it("between two attempts has it whole again in the second", async () => {
    const careless = workflow("careless")
      .step("load", { run: () => new Map([["a", 1]]) })
      .step("change", {
        retry: { attempts: 2 },
        params: { map: ({ stepSpan }) => stepSpan("load").output },
        run: ({ map }, { attempt }) => {
          map.set("a", (map.get("a") ?? 0) + 1);
          if (attempt === 1) throw new Error("again");
          return map.get("a");
        },
      });
    expect((await engine.run(careless)).output).toBe(2);
  });

  it("by an own error about something else gets no hint", async () => {
    const broken = workflow("broken")
      .step("load", { run: () => [1] })
      .step("change", {
        params: { numbers: ({ stepSpan }) => stepSpan("load").output },
        run: ({ numbers }) => {
          throw new TypeError(`Cannot add ${numbers.length} number`);
        },
      });
    const { errors } = await failureOf(engine.run(broken));
    expect(errors[0]?.message).toBe('Step "change" failed on attempt 1: TypeError: Cannot add 1 number.');
  });
});
