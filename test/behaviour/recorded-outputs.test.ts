import { workflow } from "@stepspan/dsl";
import { createEngine, SerializationError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { causeOf, ended } from "../support/trial.ts";

describe("what a step returned", () => {
  it("stays its own: it is recorded as a copy, neither frozen nor followed", async () => {
    const own = { list: [1], deep: { a: 1 } };
    const run = await createEngine().run(
      workflow("values")
        .step("source", { run: () => own })
        .step("spoil", {
          dependsOn: ["source"],
          run: () => {
            own.list.push(2);
            own.deep.a = 99;
          },
        })
        .step("reader", {
          dependsOn: ["spoil"],
          params: { value: ({ stepSpan }) => stepSpan("source").output },
          run: ({ value }) => value,
        }),
    );
    expect(run.output).toEqual({ list: [1], deep: { a: 1 } });
    expect(Object.isFrozen(own)).toBe(false);
    expect(run.span("source").output).toEqual({ list: [1], deep: { a: 1 } });
  });

  it("is shared by its readers if it is plain: frozen, and the same object for all", async () => {
    const seen: object[] = [];
    const note = ({ value }: { value: { deep: object } }) => void seen.push(value, value.deep);
    await createEngine().run(
      workflow("values")
        .step("source", { run: () => ({ deep: { list: [1] } }) })
        .step("left", { params: { value: ({ stepSpan }) => stepSpan("source").output }, run: note })
        .step("right", { params: { value: ({ stepSpan }) => stepSpan("source").output }, run: note }),
    );
    expect(seen[0]).toBe(seen[2]);
    expect(seen[1]).toBe(seen[3]);
    expect(seen.every((value) => Object.isFrozen(value))).toBe(true);
  });

  it("is copied for each reader where it cannot be frozen", async () => {
    const make = () => ({
      map: new Map([["a", 1]]),
      set: new Set([1]),
      date: new Date(0),
      bytes: new Uint8Array([1, 2]),
      list: [new Map([["deep", 1]])],
    });
    const spoil = ({ value }: { value: ReturnType<typeof make> }) => {
      value.map.clear();
      value.set.add(2);
      value.date.setTime(99);
      value.bytes[0] = 99;
      value.list[0]?.set("deep", 99);
    };
    const run = await createEngine().run(
      workflow("values")
        .step("source", { run: make })
        .step("spoil", { params: { value: ({ stepSpan }) => stepSpan("source").output }, run: spoil })
        .step("reader", {
          dependsOn: ["spoil"],
          params: { value: ({ stepSpan }) => stepSpan("source").output },
          run: ({ value }) => value,
        }),
    );
    expect(run.output).toEqual(make());
    spoil({ value: run.output });
    expect(run.output).toEqual(make());
    expect(run.span("source").output).toEqual(make());
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["NaN", Number.NaN],
    ["-0", -0],
    ["bigint", 12345678901234567890n],
    ["an empty string", ""],
    ["a date", new Date(5)],
    ["an invalid date", new Date(Number.NaN)],
    ["a regular expression", /a+/giu],
    ["a map with odd keys", new Map<unknown, unknown>([[{ a: 1 }, new Set([1n])]])],
    ["a typed array", new Float64Array([0.5, -0])],
    ["an array buffer", new Uint8Array([1, 2, 3]).buffer],
    ["bytes of Node", Buffer.from("abc")],
    ["a URL", new URL("https://example.org/?a=1")],
    ["an error with a cause", new RangeError("far", { cause: new Error("why") })],
    ["several errors", new AggregateError([new Error("a"), new TypeError("b")], "all")],
    ["a sparse array", Object.assign(new Array(3), { 0: 1, 2: 3 })],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 })],
    ["keys that look dangerous", JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 1, "": 2, "a.b": 3}')],
  ])("comes back as what it was: %s", async (_name, value: unknown) => {
    const run = await createEngine().run(
      workflow("values")
        .step("source", { run: () => value })
        .step("reader", {
          params: { value: ({ stepSpan }) => stepSpan("source").output as object },
          run: ({ value }) => ({ value: value as unknown }),
        }),
    );
    expect(run.output.value).toStrictEqual(value);
    expect(({} as { polluted?: number }).polluted).toBe(undefined);
  });

  it("may lead back into itself, and may have parts in common", async () => {
    const shared = { name: "shared" };
    const value: Record<string, unknown> = { left: shared, right: shared };
    value.self = value;
    const run = await createEngine().run(workflow("values").step("only", { run: () => value }));
    const output = run.output as typeof value;
    expect(output.self).toBe(output);
    expect(output.left).toBe(output.right);
    expect(output).not.toBe(value);
  });

  class Connection {
    readonly open = true;
  }
  it.each([
    ["a function", { call: () => 1 }, ".call is a function"],
    ["a symbol", { tag: Symbol("x") }, ".tag is a symbol"],
    ["a promise", { later: [Promise.resolve(1)] }, ".later[0] is a promise"],
    ["an instance of a class", { db: new Connection() }, ".db is an instance of Connection"],
    ["a function in a map", new Map([["a", { b: () => 1 }]]), ""],
  ])("is refused, with its path, if it cannot be kept: %s", async (_name, value, problem) => {
    const run = await ended(createEngine().run(workflow("values").step("only", { run: () => value as object })));
    const cause = causeOf(run, "only");
    expect(cause).toBeInstanceOf(SerializationError);
    expect(cause.message).toContain(`The output of step "only" cannot be recorded: ${problem}`);
  });
});
