import { createEngine, StateError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { causeOf, ended } from "../support/trial.ts";

describe("synchronous get and set", () => {
  it("gives at once what was set, without a promise and without a turn in between", async () => {
    await using engine = createEngine();
    const work = workflow("work").step("only", {
      run: (_, { state, stepState }) => {
        const seen: unknown[] = [];
        for (const layer of [state, stepState]) {
          layer.set("n", 1);
          seen.push(layer.get("n"), layer.has("n"));
          layer.append("list", "a");
          layer.append("list", "b");
          layer.merge("object", { a: 1, b: 1 });
          layer.merge("object", { b: 2 });
          layer.update((draft) => {
            draft.n = (draft.n as number) + 41;
          });
          seen.push(layer.get("list"), layer.get("object"), layer.get("n"));
          seen.push(layer.delete("n"), layer.delete("n"), layer.has("n"), layer.get("n"));
        }
        return seen;
      },
    });
    const once = [1, true, ["a", "b"], { a: 1, b: 2 }, 42, true, false, false, undefined];
    expect((await engine.run(work)).output).toEqual([...once, ...once]);
  });

  it("tells a missing value from a stored null, undefined or falsy one", async () => {
    await using engine = createEngine();
    const work = workflow("work").step("only", {
      run: (_, { state }) =>
        [null, undefined, 0, "", false, Number.NaN].map((value) => {
          state.set("key", value);
          const stored = [state.get("key", "fallback"), state.has("key")];
          return [...stored, state.delete("key"), state.has("key"), state.get("key", "fallback")];
        }),
    });
    const rest = [true, true, false, "fallback"];
    expect((await engine.run(work)).output).toEqual(
      [null, undefined, 0, "", false, Number.NaN].map((value) => [value, ...rest]),
    );
  });

  it("replaces with set, and does not merge", async () => {
    await using engine = createEngine();
    const run = await engine.run(
      workflow("work").step("only", {
        run: (_, { state }) => {
          state.set("object", { a: 1, b: 1 });
          state.set("object", { a: 2 });
        },
      }),
    );
    expect(run.state).toEqual({ object: { a: 2 } });
  });

  it("lets no live reference in or out", async () => {
    await using engine = createEngine();
    const given = { list: [1], when: new Date(0), byName: new Map([["a", { n: 1 }]]) };
    const run = await engine.run(
      workflow("work").step("only", {
        run: (_, { state }) => {
          state.set("box", given);
          given.list.push(2);
          given.when.setTime(99);
          given.byName.clear();
          const got = state.get("box") as typeof given;
          got.when.setTime(77);
          got.byName.set("b", { n: 2 });
          let refused = "";
          try {
            got.list.push(3);
          } catch (error) {
            refused = String(error);
          }
          return [refused, state.get("box")];
        },
      }),
    );
    expect(run.output).toEqual([
      "TypeError: Cannot add property 1, object is not extensible",
      { list: [1], when: new Date(0), byName: new Map([["a", { n: 1 }]]) },
    ]);
  });

  async function refusal(change: (state: Parameters<typeof attempt>[0]) => void): Promise<string> {
    await using engine = createEngine();
    const run = await ended(
      engine.run(workflow("work").step("only", { run: (_, { state }) => attempt(state, change) })),
    );
    expect(causeOf(run, "only")).toBeInstanceOf(StateError);
    expect(run.state).toEqual({ n: 1, list: [1], when: new Date(0) });
    return causeOf(run, "only").message;
  }

  function attempt(state: Layer, change: (state: Layer) => void): void {
    state.set("n", 1);
    state.set("list", [1]);
    state.set("when", new Date(0));
    change(state);
  }

  it.each([
    [
      "append to what is no list",
      (state: Layer) => state.append("n", 1),
      'The state of workflow "work" cannot append to "n": it is a number, not a list. Set it to a list first.',
    ],
    [
      "merge into what is no object",
      (state: Layer) => state.merge("list", { a: 1 }),
      'The state of workflow "work" cannot merge into "list": it is a list, not a plain object. Set it to an object first.',
    ],
    [
      "merge into a date",
      (state: Layer) => state.merge("when", { a: 1 }),
      'The state of workflow "work" cannot merge into "when": it is an instance of Date, not a plain object. Set it to an object first.',
    ],
    [
      "an empty key",
      (state: Layer) => state.set("", 1),
      'The state of workflow "work" got "" as a key. Give a text that is not empty.',
    ],
    [
      "the key __proto__",
      (state: Layer) => state.set("__proto__", { polluted: 1 }),
      'The state of workflow "work" got "__proto__" as a key. That name is not data: use another one.',
    ],
    [
      "a key that is no text",
      (state: Layer) => state.get(7 as never),
      'The state of workflow "work" got a number as a key. Give a text that is not empty.',
    ],
    [
      "a write inside of a recipe",
      (state: Layer) => state.update(() => state.set("n", 2)),
      'The state of workflow "work" got set inside of the recipe of an update. Change the draft of the recipe instead; nothing has changed.',
    ],
  ])("refuses %s", async (_kind, change, message) => {
    expect(await refusal(change)).toBe(message);
  });
});

type Layer = import("stepspan").StateLayer;
