import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { createEngine } from "../create-engine.ts";
import { record } from "../state/record.ts";
import { frozenWriteHint } from "./frozen-write.ts";

const values = {
  order: { id: 1, customer: { name: "Ada" }, "a\nb": 1 },
  rows: [3, 1, 2],
  one: [1],
  none: [] as number[],
  holes: Object.assign(new Array<number>(4), { 1: 1, 3: 2 }),
};
type Params = typeof values;

function thrownBy(write: (params: Params) => unknown, params: Params): unknown {
  try {
    write(params);
  } catch (thrown) {
    return thrown;
  }
  throw new Error("Nothing was thrown.");
}

function hintAbout(...names: string[]): string {
  const list = names.map((name) => `"${name}"`).join(", ");
  const parameters = names.length === 1 ? `Parameter ${list} is` : `Parameters ${list} are`;
  return `${parameters} frozen, because other steps read the same value. Copy it first, for example with structuredClone().`;
}

const { defineProperty } = Object;

describe("the hint about a write to a frozen parameter", () => {
  it.each<[string, keyof Params, (params: Params) => unknown]>([
    ["an assignment", "order", ({ order }) => (order.id = 2)],
    ["an assignment deep inside", "order", ({ order }) => (order.customer.name = "Eve")],
    ["an assignment to a key of two lines", "order", ({ order }) => (order["a\nb"] = 2)],
    ["an increment", "order", ({ order }) => order.id++],
    ["a new property", "order", ({ order }) => Object.assign(order, { added: 1 })],
    ["a new property of two lines", "order", ({ order }) => Object.assign(order, { "c\nd": 1 })],
    ["a new symbol", "order", ({ order }) => Object.assign(order, { [Symbol("k")]: 1 })],
    ["delete", "order", ({ order }) => delete (order as Partial<typeof order>).id],
    ["defineProperty", "order", ({ order }) => defineProperty(order, "added", { value: 1 })],
    ["defineProperty of a key that is there", "order", ({ order }) => defineProperty(order, "id", { value: 2 })],
    ["setPrototypeOf", "order", ({ order }) => Object.setPrototypeOf(order, {})],
    ["an element", "rows", ({ rows }) => (rows[0] = 9)],
    ["an element behind the end", "rows", ({ rows }) => (rows[10] = 9)],
    ["a swap", "rows", ({ rows }) => ([rows[0], rows[1]] = [rows[1]!, rows[0]!])],
    ["length", "rows", ({ rows }) => (rows.length = 0)],
    ["push", "rows", ({ rows }) => rows.push(4)],
    ["pop", "rows", ({ rows }) => rows.pop()],
    ["shift", "rows", ({ rows }) => rows.shift()],
    ["unshift", "rows", ({ rows }) => rows.unshift(0)],
    ["splice that removes", "rows", ({ rows }) => rows.splice(0, 1)],
    ["splice that inserts", "rows", ({ rows }) => rows.splice(0, 0, 5)],
    ["sort", "rows", ({ rows }) => rows.sort()],
    ["reverse", "rows", ({ rows }) => rows.reverse()],
    ["fill", "rows", ({ rows }) => rows.fill(0)],
    ["copyWithin", "rows", ({ rows }) => rows.copyWithin(0, 1)],
    ["delete of an element", "rows", ({ rows }) => delete rows[0]],
    ["setPrototypeOf of an array", "rows", ({ rows }) => Object.setPrototypeOf(rows, null)],
    ["shift of the only element", "one", ({ one }) => one.shift()],
    ["push to an empty array", "none", ({ none }) => none.push(1)],
    ["pop of an empty array", "none", ({ none }) => none.pop()],
    ["a hole", "holes", ({ holes }) => (holes[0] = 1)],
    ["sort of an array with holes", "holes", ({ holes }) => holes.sort()],
  ])("names the parameter: %s", (_name, name, write) => {
    const params = {
      note: "text",
      live: { id: 5, length: 0 },
      when: new Map([["a", 1]]),
      [name]: record(values[name], "A value"),
    };
    expect(frozenWriteHint(thrownBy(write, params as never), params)).toBe(hintAbout(name));
  });

  it("names each parameter that the write can have gone to", () => {
    const params = record({ left: { id: 1 }, right: [{ id: 2 }], other: { a: 1 } }, "Values");
    const thrown = thrownBy(() => Object.assign(params.left, { id: 3 }), values);
    expect(frozenWriteHint(thrown, params)).toBe(hintAbout("left", "right"));
  });

  it("looks into what a Map and a Set hold", () => {
    const params = record({ byId: new Map([[1, { id: 1 }]]), all: new Set([{ name: "a" }]) }, "Values");
    const write = () => Object.assign(params.byId.get(1)!, { id: 2 });
    expect(frozenWriteHint(thrownBy(write, values), params)).toBe(hintAbout("byId"));
    const rename = () => Object.assign([...params.all][0]!, { name: "b" });
    expect(frozenWriteHint(thrownBy(rename, values), params)).toBe(hintAbout("all"));
  });

  it("looks into cyclic values", () => {
    const cyclic: Record<string, unknown> = { inner: {} };
    Object.assign(cyclic.inner as object, { cyclic });
    const params = { cyclic: record(cyclic, "A value") };
    expect(frozenWriteHint(new TypeError("Cannot delete property 'nowhere' of #<Object>"), params)).toBeUndefined();
    expect(frozenWriteHint(new TypeError("Cannot delete property 'cyclic' of #<Object>"), params)).toBe(
      hintAbout("cyclic"),
    );
  });

  it("looks into arrays that are too long to be spread", () => {
    const params = {
      rows: record(
        Array.from({ length: 300_000 }, (_, id) => ({ id })),
        "Rows",
      ),
    };
    const thrown = thrownBy(() => Object.assign(params.rows[5]!, { id: 3 }), values);
    expect(frozenWriteHint(thrown, params)).toBe(hintAbout("rows"));
    expect(frozenWriteHint(new TypeError("Cannot delete property 'x' of #<Object>"), params)).toBeUndefined();
  });

  it("is silent where nothing frozen fits", () => {
    const params = { order: record({ id: 1 }, "A value"), live: { name: "mine" } };
    const thrown = thrownBy(() => Object.assign(Object.freeze({ name: "own" }), { name: "x" }), values);
    expect(frozenWriteHint(thrown, params)).toBeUndefined();
  });

  it.each([
    ["another TypeError", new TypeError("Cannot read properties of null (reading 'x')")],
    ["the words in another error", new Error("Cannot assign to read only property 'id' of object '#<Object>'")],
    ["no error", "Cannot assign to read only property 'id' of object '#<Object>'"],
    ["null", null],
    [
      "an error whose message throws",
      Object.defineProperty(new TypeError(), "message", {
        get: () => {
          throw 1;
        },
      }),
    ],
  ])("is silent about %s", (_name, thrown) => {
    expect(frozenWriteHint(thrown, { order: record({ id: 1 }, "A value") })).toBeUndefined();
  });

  it("is silent where parameters cannot be looked at", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const thrown = new TypeError("Cannot assign to read only property 'id' of object '#<Object>'");
    expect(frozenWriteHint(thrown, { client: proxy })).toBeUndefined();
    expect(frozenWriteHint(thrown, proxy)).toBeUndefined();
    expect(frozenWriteHint(thrown, undefined)).toBeUndefined();
  });

  it("follows the message of the StepError", async () => {
    const sorted = stepOf("merge", {
      params: [{ name: "rows", kind: "lambda", lambda: { evaluate: () => [2, 1], reads: [] } }],
      run: ({ rows }: { rows: number[] }) => rows.sort(),
    });
    await using engine = createEngine();
    await expect(engine.run(workflowOf([sorted]))).rejects.toMatchObject({
      errors: [
        {
          message: `Step "merge" failed on attempt 1: TypeError: Cannot assign to read only property '0' of object '[object Array]'. ${hintAbout("rows")}`,
        },
      ],
    });
  });
});
