import { describe, expect, it } from "vitest";
import { thrownBy } from "../../../../test/support/kept-state.ts";
import type { StatePatch } from "../spans/span.ts";
import { record } from "./record.ts";
import { isShared } from "./shared.ts";
import { applyStatePatches, StateValues } from "./state-values.ts";

const add = (path: StatePatch["path"], value: unknown): StatePatch => ({ op: "add", path, value });
const replace = (path: StatePatch["path"], value: unknown): StatePatch => ({ op: "replace", path, value });
const remove = (path: StatePatch["path"]): StatePatch => ({ op: "remove", path });

function refusalOf(values: Readonly<Record<string, unknown>>, patch: StatePatch): string {
  const error = thrownBy(() => applyStatePatches(record(values, "The values"), [patch]));
  expect(error).toMatchObject({ name: "StateError", code: "STATE" });
  return error.message;
}

describe("applyStatePatches", () => {
  it("adds, replaces and removes keys of objects and items of lists, one patch after another", () => {
    const values = record({ order: { items: [1, 2, 3], paid: false } }, "The values");
    const patches = [
      add(["order", "items", 3], 4),
      add(["order", "items", 0], 0),
      remove(["order", "items", 1]),
      replace(["order", "items", 1], "two"),
      replace(["order", "paid"], true),
      add(["note"], { text: "hello" }),
      add(["note", "by"], "me"),
      remove(["note", "text"]),
    ];
    expect(applyStatePatches(values, patches)).toEqual({
      order: { items: [0, "two", 3, 4], paid: true },
      note: { by: "me" },
    });
    expect(values).toEqual({ order: { items: [1, 2, 3], paid: false } });
  });

  it("copies only what lies on the way, and freezes it", () => {
    const values = record({ a: { b: { c: 1 }, other: {} }, untouched: {} }, "The values");
    const next = applyStatePatches(values, [replace(["a", "b", "c"], 2)]) as typeof values;
    expect(next.untouched).toBe(values.untouched);
    expect(next.a.other).toBe(values.a.other);
    expect([next, next.a, next.a.b].every(isShared)).toBe(true);
    expect([next, next.a, next.a.b].every(Object.isFrozen)).toBe(true);
  });

  it("gives the values themselves where there is no patch", () => {
    const values = record({ a: 1 }, "The values");
    expect(applyStatePatches(values, [])).toBe(values);
  });

  it("leaves the values of patches as they are, those that later patches lead through too", () => {
    const added = record({ list: [1] }, "A value");
    const next = applyStatePatches({}, [add(["a"], added), add(["a", "list", 1], 2)]);
    expect(next).toEqual({ a: { list: [1, 2] } });
    expect(added).toEqual({ list: [1] });
  });

  it("takes what holds a date for what readers need copies of, and not for ever", () => {
    const values = record({ a: { b: {} } }, "The values");
    const dated = applyStatePatches(values, [add(["a", "b", "at"], record(new Date(0), "A date"))]) as typeof values;
    expect([dated, dated.a, dated.a.b].some(isShared)).toBe(false);
    const undated = applyStatePatches(dated, [remove(["a", "b", "at"])]) as typeof values;
    expect([undated, undated.a, undated.a.b].every(isShared)).toBe(true);
  });

  it("keeps holes, names among the keys of a list, and objects without a prototype", () => {
    const named = Object.assign([1], { label: "x" });
    const bare = Object.assign(Object.create(null), { b: 1 });
    const values = record({ holes: Object.assign(new Array(3), { 0: 1, 2: 3 }), named, bare }, "The values");
    const patches = [replace(["holes", 0], 0), add(["named", 1], 2), add(["bare", "c"], 2)];
    const next = applyStatePatches(values, patches) as typeof values;
    expect(Object.keys(next.holes)).toEqual(["0", "2"]);
    expect(Object.entries(next.named)).toEqual([["0", 1], ["1", 2], ["label", "x"]]); // biome-ignore format: one line
    expect(isShared(next.named)).toBe(false);
    expect(Object.getPrototypeOf(next.bare)).toBe(null);
  });

  it("takes keys such as then, toString and a.b for what they are", () => {
    const next = applyStatePatches({}, [add(["then"], 1), add(["toString"], {}), add(["toString", "a.b"], 2)]);
    expect(Object.entries(next)).toEqual([["then", 1], ["toString", { "a.b": 2 }]]); // biome-ignore format: one line
  });

  it("takes time in proportion to the patches: 20,000 items are added at once", () => {
    const patches = Array.from({ length: 20_000 }, (_, at) => add(["list", at], at));
    const next = applyStatePatches(record({ list: [] }, "The values"), patches);
    expect((next.list as number[]).length).toBe(20_000);
  });
});

describe("StateValues", () => {
  it("never changes what was read, one value or all", () => {
    const values = new StateValues(record({ list: [1] }, "The values"));
    const seen: unknown[] = [];
    for (let n = 2; n < 6; n++) {
      values.apply([add(["list", n - 1], n)]);
      seen.push(n % 2 === 0 ? values.get("list") : values.all().list);
    }
    expect(seen).toEqual([[1, 2], [1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4, 5]]); // biome-ignore format: one line
    expect(seen.every(Object.isFrozen)).toBe(true);
  });

  it("leaves what it began with, and what is set, as it was", () => {
    const first = record({ a: { b: 1 } }, "The values");
    const other = record({ b: 2 }, "A value");
    const values = new StateValues(first);
    values.apply([replace(["a", "b"], 3), replace(["a"], other), add(["a", "c"], 3)]);
    expect([first, other, values.all()]).toEqual([{ a: { b: 1 } }, { b: 2 }, { a: { b: 2, c: 3 } }]);
  });

  it("gives all values as one object until they change", () => {
    const values = new StateValues({});
    values.apply([add(["a"], 1)]);
    const all = values.all();
    expect(values.all()).toBe(all);
    values.apply([remove(["a"])]);
    expect([all, values.all(), values.has("a"), values.version]).toEqual([{ a: 1 }, {}, false, 2]);
  });

  it("appends 50,000 items one by one, and sets 20,000 keys, in time that grows with their number", () => {
    const values = new StateValues(record({ list: [], dates: [new Date(0)] }, "The values"));
    const date = record(new Date(1), "A date");
    for (let at = 0; at < 50_000; at++) values.apply([add(["list", at], at), add(["dates", at + 1], date)]);
    for (let at = 0; at < 20_000; at++) values.apply([add([`key ${at}`], at)]);
    expect((values.get("list") as unknown[]).length).toBe(50_000);
    expect(Object.keys(values.all()).length).toBe(20_002);
  });
});

describe("a patch that was not made for the values", () => {
  const ending = "The change was not made for these values, or what was stored is damaged.";

  it.each(["__proto__", "prototype", "constructor"])("is refused if it leads through %s", (key) => {
    const before = Reflect.ownKeys(Object.prototype);
    for (const path of [[key], [key, "polluted"], ["a", key], ["a", key, "polluted"]]) {
      expect(refusalOf({ a: { b: 1 } }, add(path, "x"))).toBe(
        `A change of a state cannot be applied: its patch "add" of ${path.map((part) => `.${part}`).join("")} leads through "${key}", which is not data. ${ending}`,
      );
    }
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBe(undefined);
  });

  it.each<[StatePatch, string]>([
    [add([], 1), 'its patch "add" of the whole has an empty path'],
    [add(["n", "x"], 1), 'its patch "add" of .n.x leads through what is no object or list'],
    [add(["missing", "x"], 1), 'its patch "add" of .missing.x leads through what is no object or list'],
    [add(["toString", "x"], 1), 'its patch "add" of .toString.x leads through what is no object or list'],
    [add(["map", "x"], 1), 'its patch "add" of .map.x leads through what is no object or list'],
    [add(["list", 3], 1), 'its patch "add" of .list[3] leads behind the end of a list'],
    [replace(["list", 2], 1), 'its patch "replace" of .list[2] leads behind the end of a list'],
    [remove(["list", 2]), 'its patch "remove" of .list[2] leads behind the end of a list'],
    [replace(["list", "length"], 4e9), 'its patch "replace" of .list.length has a key in its path that does not fit'],
    [add(["list", -1], 1), 'its patch "add" of .list[-1] has a key in its path that does not fit'],
    [add(["list", 0.5], 1), 'its patch "add" of .list[0.5] has a key in its path that does not fit'],
    [{ op: "move", path: ["n"] } as unknown as StatePatch, 'its patch "move" of .n is of no known kind'], // as a damaged file has it
    [{ op: "move", path: ["list", 0] } as unknown as StatePatch, 'its patch "move" of .list[0] is of no known kind'], // likewise
  ])("is refused: %j", (patch, problem) => {
    expect(refusalOf({ n: 1, list: [1, 2], map: new Map() }, patch)).toBe(
      `A change of a state cannot be applied: ${problem}. ${ending}`,
    );
  });
});
