import { describe, expect, it } from "vitest";
import { keptState, thrownBy } from "../../../../test/support/kept-state.ts";
import { createClassRegistry } from "../state/class-registry.ts";
import { record } from "../state/record.ts";
import { createStateLayer } from "./state-layer.ts";

const what = 'The state of workflow "w"';

/** The message of the StateError that a call throws; `kept` must be as it was. */
function refusal(kept: ReturnType<typeof keptState>, call: () => unknown): string {
  const before = kept.source.values().all();
  const error = thrownBy(call);
  expect(error).toMatchObject({ name: "StateError", code: "STATE" });
  expect([kept.source.values().all(), kept.commits]).toEqual([before, []]);
  return error.message;
}

describe("get and has", () => {
  it("tell a key that is not there from one that holds null, undefined or another falsy value", () => {
    const { layer } = keptState({ nothing: null, missing: undefined, zero: 0, no: false, empty: "" });
    const keys = ["nothing", "missing", "zero", "no", "empty", "other"];
    expect(keys.map((key) => layer.get(key, "fallback"))).toEqual([null, undefined, 0, false, "", "fallback"]);
    expect(keys.map((key) => layer.has(key))).toEqual([true, true, true, true, true, false]);
    expect(layer.get("other")).toBe(undefined);
  });

  it("give what is frozen, or a copy: never a live reference", () => {
    const { layer } = keptState({ order: { items: [1] }, seen: new Map([["a", 1]]), at: new Date(5) });
    expect(() => (layer.get("order") as { items: number[] }).items.push(2)).toThrow(TypeError);
    (layer.get("seen") as Map<string, number>).set("b", 2);
    (layer.get("at") as Date).setTime(6);
    expect(layer.get("order")).toEqual({ items: [1] });
    expect(layer.get("seen")).toEqual(new Map([["a", 1]]));
    expect(layer.get("at")).toEqual(new Date(5));
  });

  it("find only what was set, not what all objects have", () => {
    const { layer } = keptState();
    for (const key of ["toString", "hasOwnProperty", "then", "valueOf"]) {
      expect([layer.get(key), layer.has(key), layer.delete(key)]).toEqual([undefined, false, false]);
    }
  });
});

describe("set and delete", () => {
  it("replace and take away, and commit each change once", () => {
    const { layer, commits } = keptState({ a: { x: 1, y: 2 } });
    layer.set("a", { x: 3 });
    layer.set("b", null);
    expect(layer.get("a")).toEqual({ x: 3 });
    expect([layer.delete("b"), layer.delete("b"), layer.has("b")]).toEqual([true, false, false]);
    expect(commits).toEqual([
      [{ op: "replace", path: ["a"], value: { x: 3 } }],
      [{ op: "add", path: ["b"], value: null }],
      [{ op: "remove", path: ["b"] }],
    ]);
  });

  it("delete falsy values like others", () => {
    const { layer } = keptState({ nothing: null, missing: undefined, zero: 0, no: false, empty: "" });
    const keys = ["nothing", "missing", "zero", "no", "empty"];
    expect(keys.map((key) => layer.delete(key))).toEqual(keys.map(() => true));
    expect(keys.some((key) => layer.has(key))).toBe(false);
  });

  it("commit nothing where nothing changes, but tell undefined from nothing and -0 from 0", () => {
    const { layer, commits } = keptState({ a: 1, order: { n: 1 }, zero: 0 });
    layer.set("a", 1);
    layer.set("order", layer.get("order"));
    expect(commits).toEqual([]);
    layer.set("b", undefined);
    layer.set("zero", -0);
    expect(commits.length).toBe(2);
    expect(layer.has("b")).toBe(true);
    expect(layer.get("zero")).toBe(-0);
  });

  it("keep a copy: what was set stays the step's own", () => {
    const { layer } = keptState();
    const order = { items: [1] };
    layer.set("order", order);
    order.items.push(2);
    expect(layer.get("order")).toEqual({ items: [1] });
  });

  it("take keys such as then, toString and a.b for what they are", () => {
    const { layer } = keptState();
    for (const key of ["then", "toString", "hasOwnProperty", "a.b", " "]) {
      layer.set(key, key);
      expect([layer.get(key), layer.has(key), layer.delete(key), layer.has(key)]).toEqual([key, true, true, false]);
    }
  });

  it("keep every kind of value, instances of registered classes too", () => {
    class Money {
      readonly amount: number;
      constructor(amount: number) {
        this.amount = amount;
      }
    }
    const classes = createClassRegistry();
    classes.registerClass(Money, { encode: ({ amount }) => amount, decode: (amount: number) => new Money(amount) });
    const { source } = keptState();
    const layer = createStateLayer({ ...source, record: (value, name) => record(value, name, classes) });
    const loop: { self?: unknown } = {};
    loop.self = loop;
    const values = {
      at: new Date(1),
      bytes: Uint8Array.of(1),
      big: 1n,
      error: new TypeError("no"),
      loop,
      money: new Money(5),
    };
    for (const [key, value] of Object.entries(values)) {
      layer.set(key, value);
      expect(layer.get(key)).toEqual(value);
    }
    expect(layer.get("money")).toBeInstanceOf(Money);
    layer.update((draft) => {
      expect(draft.money).toEqual(new Money(5));
      draft.money = new Money(6);
    });
    expect(layer.get("money")).toEqual(new Money(6));
  });

  it("refuse what cannot be kept, with the way from the layer to it", () => {
    const { layer, commits } = keptState({ order: { items: [{}] } });
    const message = (part: string, problem: string) =>
      `${what} cannot be recorded: ${part} ${problem}. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.`;
    const broken = { items: [{ price: () => 1 }] };
    expect(thrownBy(() => layer.set("order", broken)).message).toBe(message(".order.items[0].price", "is a function"));
    expect(thrownBy(() => layer.set("later", Promise.resolve())).message).toBe(message(".later", "is a promise"));
    expect(thrownBy(() => layer.append("list", Symbol("x"))).message).toBe(message(".list", "is a symbol"));
    expect(thrownBy(() => layer.merge("order", { f: Math.max })).message).toBe(message(".order.f", "is a function"));
    const update = () => layer.update((draft) => (draft.order as typeof broken).items.push({ price: Math.max }));
    expect(thrownBy(update)).toMatchObject({ code: "SERIALIZATION", message: message(".order.items[1].price", "is a function") }); // biome-ignore format: one line
    expect([layer.get("order"), commits]).toEqual([{ items: [{}] }, []]);
  });
});

describe("a key", () => {
  it.each(["__proto__", "constructor", "prototype"])("is refused by each verb if it is %s", (key) => {
    const kept = keptState();
    const { layer } = kept;
    const verbs = [
      () => layer.get(key),
      () => layer.has(key),
      () => layer.set(key, { polluted: 1 }),
      () => layer.delete(key),
      () => layer.append(key, 1),
      () => layer.merge(key, { polluted: 1 }),
      () => layer.update((draft) => { draft[key] = { polluted: 1 }; }), // biome-ignore format: one line
    ];
    const before = Reflect.ownKeys(Object.prototype);
    for (const verb of verbs) {
      expect(refusal(kept, verb)).toBe(`${what} got "${key}" as a key. That name is not data: use another one.`);
    }
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBe(undefined);
  });

  it("is refused if it is no text, or an empty one", () => {
    const kept = keptState();
    const given = ["", 5, null, undefined, {}, Symbol("x")] as string[]; // as plain JavaScript can give them
    expect(given.map((key) => refusal(kept, () => kept.layer.set(key, 1)))).toEqual(
      ['""', "a number", "null", "undefined", "an object", "a symbol"].map(
        (shown) => `${what} got ${shown} as a key. Give a text that is not empty.`,
      ),
    );
  });
});

describe("append", () => {
  it("adds an item to a list as one small patch, and begins a list", () => {
    const { layer, commits } = keptState({ list: [1] });
    layer.append("list", { n: 2 });
    layer.append("new", [3]);
    expect([layer.get("list"), layer.get("new")]).toEqual([[1, { n: 2 }], [[3]]]);
    expect(commits).toEqual([
      [{ op: "add", path: ["list", 1], value: { n: 2 } }],
      [{ op: "add", path: ["new"], value: [[3]] }],
    ]);
  });

  it("makes a small patch for a list of dates too, and keeps a list whole that leads back to itself", () => {
    const loop: unknown[] = [1];
    loop.push(loop);
    const { layer, commits } = keptState({ dates: [new Date(1)], loop });
    layer.append("dates", new Date(2));
    layer.append("loop", 2);
    expect(layer.get("dates")).toEqual([new Date(1), new Date(2)]);
    expect(commits[0]).toEqual([{ op: "add", path: ["dates", 1], value: new Date(2) }]);
    const longer = layer.get("loop") as unknown[];
    expect([longer.length, longer[1] === longer, longer[2]]).toEqual([3, true, 2]);
  });

  it("is refused by whatever is no list", () => {
    const kept = keptState({ object: {}, text: "x", nothing: null, map: new Map() });
    const of = (key: string) => refusal(kept, () => kept.layer.append(key, 1));
    expect(["object", "text", "nothing", "map"].map(of)).toEqual([
      `${what} cannot append to "object": it is an object, not a list. Set it to a list first.`,
      `${what} cannot append to "text": it is a string, not a list. Set it to a list first.`,
      `${what} cannot append to "nothing": it is null, not a list. Set it to a list first.`,
      `${what} cannot append to "map": it is an instance of Map, not a list. Set it to a list first.`,
    ]);
  });
});

describe("merge", () => {
  it("sets several keys of an object, keeps the others, and begins an object", () => {
    const { layer, commits } = keptState({ user: { name: "a", age: 1 } });
    layer.merge("user", { age: 2, tags: ["x"], name: "a" });
    layer.merge("new", { toString: 1 });
    expect(layer.get("user")).toEqual({ name: "a", age: 2, tags: ["x"] });
    expect(layer.get("new")).toEqual({ toString: 1 });
    expect(commits).toEqual([
      [
        { op: "replace", path: ["user", "age"], value: 2 },
        { op: "add", path: ["user", "tags"], value: ["x"] },
      ],
      [{ op: "add", path: ["new"], value: { toString: 1 } }],
    ]);
    layer.merge("user", { age: 2 });
    expect(commits.length).toBe(2);
  });

  it("keeps an object whole that leads back to itself", () => {
    const loop: { n: number; self?: unknown } = { n: 1 };
    loop.self = loop;
    const { layer } = keptState({ loop });
    layer.merge("loop", { n: 2 });
    const merged = layer.get("loop") as typeof loop;
    expect([merged.n, merged.self === merged]).toEqual([2, true]);
  });

  it("is refused by whatever is no plain object, on either side", () => {
    const kept = keptState({ list: [], nothing: null, user: {} });
    const { layer } = kept;
    expect(refusal(kept, () => layer.merge("list", {}))).toBe(
      `${what} cannot merge into "list": it is a list, not a plain object. Set it to an object first.`,
    );
    expect(refusal(kept, () => layer.merge("nothing", {}))).toBe(
      `${what} cannot merge into "nothing": it is null, not a plain object. Set it to an object first.`,
    );
    expect(refusal(kept, () => layer.merge("user", [] as object))).toBe(
      `${what} got a list to merge into "user". Give a plain object with the keys to set.`,
    );
  });

  it.each(["__proto__", "constructor", "prototype"])("is refused for a key %s inside", (key) => {
    const kept = keptState({ user: {} });
    const parts: object = JSON.parse(`{ "${key}": { "polluted": 1 } }`);
    for (const into of ["user", "new"]) {
      expect(refusal(kept, () => kept.layer.merge(into, parts))).toBe(
        `${what} cannot merge "${key}" into "${into}". That name is not data: use another one.`,
      );
    }
    expect(({} as { polluted?: unknown }).polluted).toBe(undefined);
  });
});

describe("a layer", () => {
  it("can be taken apart: its verbs need no object", () => {
    const { get, set, append } = keptState().layer;
    set("a", 1);
    append("list", get("a"));
    expect(get("list")).toEqual([1]);
  });
});
