import { workflow } from "@stepspan/dsl";
import { createEngine, SerializationError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { untouchable } from "./hostile-values.ts";
import { failureOf } from "./run-failure.ts";

const engine = createEngine();

/** The message of the error of a run whose one step returns this. */
async function refusal(returned: () => unknown): Promise<string> {
  const retried = workflow("returning").step("make", { retry: { attempts: 3 }, run: returned });
  const { errors, run } = await failureOf(engine.run(retried));
  expect(errors).toHaveLength(1);
  expect(run.span("make").attempts).toHaveLength(1);
  return errors[0]!.message;
}

describe("a step that returns what cannot be recorded", () => {
  it("fails at once, without another attempt, and the error says where", async () => {
    expect(await refusal(() => ({ orders: [{ price: () => 1 }] }))).toBe(
      'Step "make" failed on attempt 1: The output of step "make" cannot be recorded: .orders[0].price is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
  });

  it("fails if a getter of the output throws", async () => {
    const broken = () => ({
      list: [
        {
          get price(): never {
            throw new Error("no price");
          },
        },
      ],
    });
    expect(await refusal(broken)).toContain("no price");
  });

  it("fails if it is a generator that is not asynchronous", async () => {
    function* count() {
      yield 1;
    }
    expect(await refusal(count)).toContain('The output of step "make" cannot be recorded');
  });

  it("fails if it is nested deeper than a stack can hold", async () => {
    let deep: unknown = "bottom";
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(await refusal(() => deep)).toContain("is nested more than");
  });

  it("fails if nothing can be learned about it", async () => {
    expect(await refusal(() => ({ inner: untouchable() }))).toContain('Step "make" failed on attempt 1');
  });

  it("has the refusal as its cause", async () => {
    const { errors } = await failureOf(engine.run(workflow("returning").step("make", { run: () => Symbol("x") })));
    expect(errors[0]?.cause).toBeInstanceOf(SerializationError);
  });
});

describe("a step that returns strange data", () => {
  it("may return a cycle: each reader sees one of its own", async () => {
    interface Ring {
      name: string;
      next?: Ring;
    }
    const ring: Ring = { name: "ring" };
    ring.next = ring;
    const strange = workflow("strange")
      .step("make", { run: () => ring })
      .step("read", {
        params: { ring: ({ stepSpan }) => stepSpan("make").output },
        run: ({ ring: read }) => read.next === read && read !== ring,
      });
    expect((await engine.run(strange)).output).toBe(true);
  });

  it("may have keys that look like the machinery of the language", async () => {
    const text = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"then":1,"":2}';
    const strange = workflow("strange")
      .step("make", { run: (): Record<string, unknown> => JSON.parse(text) })
      .step("read", {
        params: { made: ({ stepSpan }) => stepSpan("make").output },
        run: ({ made }) => [JSON.stringify(made), "polluted" in made, Object.getPrototypeOf(made) === Object.prototype],
      });
    expect((await engine.run(strange)).output).toEqual([text, false, true]);
  });

  it("may change what it returned afterwards: nobody sees that", async () => {
    const kept = { total: 1, parts: new Map([["a", 1]]) };
    const strange = workflow("strange")
      .step("make", { run: () => kept })
      .step("change", {
        dependsOn: ["make"],
        run: () => {
          kept.total = 99;
          kept.parts.set("a", 99);
        },
      })
      .step("read", {
        dependsOn: ["change"],
        params: { made: ({ stepSpan }) => stepSpan("make").output },
        run: ({ made }) => [made.total, made.parts.get("a")],
      });
    expect((await engine.run(strange)).output).toEqual([1, 1]);
  });
});

describe("a run function", () => {
  it("may be synchronous and throw", async () => {
    const broken = workflow("sync").step("throw", {
      run: () => {
        throw new RangeError("at once");
      },
    });
    const { errors } = await failureOf(engine.run(broken));
    expect(errors[0]?.message).toBe('Step "throw" failed on attempt 1: RangeError: at once.');
  });

  it("may overflow the stack", async () => {
    const endless = (): number => endless() + 1;
    const { errors } = await failureOf(engine.run(workflow("sync").step("throw", { run: endless })));
    expect(errors[0]?.message).toBe('Step "throw" failed on attempt 1: RangeError: Maximum call stack size exceeded.');
  });

  it("is called without a receiver, so it cannot reach its definition", async () => {
    const receivers: unknown[] = [];
    await engine.run(
      workflow("sync").step("look", {
        run: function (this: unknown) {
          receivers.push(this);
        },
      }),
    );
    expect(receivers).toEqual([undefined]);
  });
});
