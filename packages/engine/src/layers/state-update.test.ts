import { describe, expect, it } from "vitest";
import { keptState, thrownBy } from "../../../../test/support/kept-state.ts";
import { createStateLayer } from "./state-layer.ts";

const what = 'The state of workflow "w"';

interface Order {
  items: { n: number }[];
  by?: string;
}

describe("update", () => {
  it("commits all changes of a recipe at once, as patches of what changed", () => {
    const { layer, commits } = keptState({ order: { items: [{ n: 1 }, { n: 2 }] }, count: 1, gone: true });
    layer.update((draft) => {
      const order = draft.order as Order;
      order.items[1]!.n++;
      order.items.push({ n: 4 });
      order.by = "me";
      draft.count = (draft.count as number) + 1;
      delete draft.gone;
    });
    expect(layer.get("order")).toEqual({ items: [{ n: 1 }, { n: 3 }, { n: 4 }], by: "me" });
    expect([layer.get("count"), layer.has("gone")]).toEqual([2, false]);
    expect(commits).toEqual([
      [
        { op: "remove", path: ["gone"] },
        { op: "replace", path: ["order", "items", 1, "n"], value: 3 },
        { op: "add", path: ["order", "items", 2], value: { n: 4 } },
        { op: "add", path: ["order", "by"], value: "me" },
        { op: "replace", path: ["count"], value: 2 },
      ],
    ]);
  });

  it("commits nothing if the recipe throws, and throws what it threw", () => {
    const kept = keptState({ order: { items: [] }, at: new Date(1) });
    const mistake = new Error("no");
    const thrown = thrownBy(() =>
      kept.layer.update((draft) => {
        (draft.order as Order).items.push({ n: 1 });
        (draft.at as Date).setTime(2);
        draft.more = 1;
        throw mistake;
      }),
    );
    expect(thrown).toBe(mistake);
    expect(kept.source.values().all()).toEqual({ order: { items: [] }, at: new Date(1) });
    expect(kept.commits).toEqual([]);
  });

  it("commits nothing if nothing changes in the end", () => {
    const { layer, commits } = keptState({ order: { items: [{ n: 1 }] }, at: new Date(1), seen: new Set([1]) });
    layer.update((draft) => {
      (draft.order as Order).items = [{ n: 1 }];
      (draft.at as Date).setTime(1);
      (draft.seen as Set<number>).add(1);
      draft.more = 1;
      delete draft.more;
    });
    expect(commits).toEqual([]);
  });

  it("sees changes inside of what cannot be frozen, and of what leads back to itself", () => {
    const loop: { n: number; self?: unknown } = { n: 1 };
    loop.self = loop;
    const { layer, commits } = keptState({
      job: { at: new Date(1), tags: ["a"] },
      seen: new Map([["x", { n: 1 }]]),
      loop,
    });
    layer.update((draft) => {
      const job = draft.job as { at: Date; tags: string[] };
      job.at.setTime(2);
      job.tags.push("b");
      (draft.seen as Map<string, { n: number }>).get("x")!.n = 2;
      (draft.loop as typeof loop).n = 2;
    });
    expect(layer.get("job")).toEqual({ at: new Date(2), tags: ["a", "b"] });
    expect(layer.get("seen")).toEqual(new Map([["x", { n: 2 }]]));
    const turned = layer.get("loop") as typeof loop;
    expect([turned.n, turned.self === turned]).toEqual([2, true]);
    expect(commits[0]?.map(({ path }) => path)).toEqual([["job", "at"], ["job", "tags", 1], ["seen"], ["loop"]]); // biome-ignore format: one line
  });

  it("lets parts be moved and used twice, drafts inside of what is new too", () => {
    const { layer } = keptState({ first: { n: 1 }, list: [{ n: 2 }], at: { date: new Date(1) } });
    layer.update((draft) => {
      const first = draft.first as { n: number };
      (draft.list as unknown[]).unshift(first);
      draft.pair = [first, new Map([["first", first]])];
      draft.dates = [draft.at];
      first.n = 3;
      delete draft.first;
    });
    expect(layer.get("list")).toEqual([{ n: 3 }, { n: 2 }]);
    expect(layer.get("pair")).toEqual([{ n: 3 }, new Map([["first", { n: 3 }]])]);
    expect(layer.get("dates")).toEqual([{ date: new Date(1) }]);
    expect(layer.has("first")).toBe(false);
  });

  it("ignores what the recipe returns, and refuses a promise", async () => {
    const kept = keptState({ count: 1 });
    kept.layer.update((draft) => ++(draft.count as number));
    expect(kept.layer.get("count")).toBe(2);
    const later: Promise<void>[] = [];
    const recipe = (draft: Record<string, unknown>) => {
      draft.count = 5;
      const rest = Promise.resolve().then(() => {
        draft.count = 6;
      });
      later.push(rest);
      return rest;
    };
    expect(thrownBy(() => kept.layer.update(recipe))).toMatchObject({
      code: "STATE",
      message: `${what} got a recipe that returns a promise. Await before the transaction what the recipe needs; nothing has changed.`,
    });
    await expect(later[0]).rejects.toThrow(
      `${what} was changed through a draft whose transaction is over. Use a draft only inside of its recipe.`,
    );
    expect([kept.layer.get("count"), kept.commits.length]).toEqual([2, 1]);
  });

  it("leaves no way to change the state through a draft that is over", () => {
    const { layer } = keptState({ order: { items: [{ n: 1 }] }, seen: new Map([["a", 1]]) });
    const kept: { draft?: Record<string, unknown>; order?: Order; seen?: Map<string, number> } = {};
    layer.update((draft) => {
      kept.draft = draft;
      kept.order = draft.order as Order;
      kept.seen = draft.seen as Map<string, number>;
    });
    kept.seen?.set("b", 2);
    const uses = [() => kept.draft?.order, () => Object.keys(kept.draft ?? {}), () => "a" in (kept.draft ?? {}), () => delete kept.draft?.order]; // biome-ignore format: one line
    for (const use of uses) {
      expect(thrownBy(use).message).toBe(
        `${what} was changed through a draft whose transaction is over. Use a draft only inside of its recipe.`,
      );
    }
    expect(() => kept.order?.items.push({ n: 2 })).toThrow(TypeError);
    expect([layer.get("order"), layer.get("seen")]).toEqual([{ items: [{ n: 1 }] }, new Map([["a", 1]])]);
  });

  it("lets the layer be read inside: it has the values from before", () => {
    const { layer } = keptState({ count: 1 });
    layer.update((draft) => {
      draft.count = 2;
      expect([layer.get("count"), layer.has("more")]).toEqual([1, false]);
    });
    expect(layer.get("count")).toBe(2);
  });

  it("refuses changes of the layer inside of the recipe", () => {
    const { layer, commits } = keptState({ count: 1 });
    const verbs = {
      set: () => layer.set("count", 5),
      delete: () => layer.delete("count"),
      append: () => layer.append("list", 5),
      merge: () => layer.merge("user", {}),
      update: () => layer.update(() => {}),
    };
    for (const [verb, call] of Object.entries(verbs)) {
      expect(thrownBy(() => layer.update(call))).toMatchObject({
        code: "STATE",
        message: `${what} got ${verb} inside of the recipe of an update. Change the draft of the recipe instead; nothing has changed.`,
      });
    }
    expect(commits).toEqual([]);
    layer.set("count", 6);
    expect(layer.get("count")).toBe(6);
  });

  it("is refused if another layer over the same values changed them meanwhile", () => {
    const { layer, source } = keptState({ count: 1 });
    const other = createStateLayer(source);
    const update = () => layer.update((draft) => { draft.count = 5; other.set("count", 2); }); // biome-ignore format: one line
    expect(thrownBy(update)).toMatchObject({
      code: "STATE",
      message: `${what} was changed by another layer while the recipe of an update ran. Change it only by the draft; the update has changed nothing.`,
    });
    expect(layer.get("count")).toBe(2);
  });
});

describe("the draft of an update", () => {
  it("looks like a plain object of the keys that are set, and of no others", () => {
    keptState({ a: 1, at: new Date(1) }).layer.update((draft) => {
      expect(Object.entries(draft)).toEqual([["a", 1], ["at", new Date(1)]]); // biome-ignore format: one line
      expect({ ...draft }).toEqual({ a: 1, at: new Date(1) });
      expect(["a" in draft, "b" in draft, "toString" in draft]).toEqual([true, false, false]);
      expect([draft.toString, draft.then, draft.constructor]).toEqual([undefined, undefined, undefined]);
      Object.assign(draft, { toString: 2, "a.b": 3 });
      draft.then ??= 4;
      expect(Object.keys(draft)).toEqual(["a", "at", "toString", "a.b", "then"]);
    });
  });

  it("gives the same copy each time, and what was set in its place", () => {
    keptState({ at: new Date(1) }).layer.update((draft) => {
      expect(draft.at).toBe(draft.at);
      draft.at = new Date(2);
      expect(draft.at).toEqual(new Date(2));
      delete draft.at;
      expect(draft.at).toBe(undefined);
    });
  });

  it("has no prototype that could be reached or replaced", () => {
    const before = Reflect.ownKeys(Object.prototype);
    keptState({ a: 1 }).layer.update((draft) => {
      expect(Reflect.get(draft, "__proto__")).toBe(undefined);
      expect(Object.getPrototypeOf(draft)).toBe(null);
      expect(Reflect.setPrototypeOf(draft, {})).toBe(false);
      expect(Reflect.preventExtensions(draft)).toBe(false);
    });
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
  });

  it("keeps keys of the machinery that are part of a value, as long as they only come and go with it", () => {
    const { layer } = keptState({ a: JSON.parse('{ "__proto__": { "x": 1 }, "n": 1 }') });
    layer.update((draft) => {
      (draft.a as { n: number }).n = 2;
    });
    expect(JSON.stringify(layer.get("a"))).toBe('{"__proto__":{"x":1},"n":2}');
    expect(Object.getPrototypeOf(layer.get("a"))).toBe(Object.prototype);
  });
});
