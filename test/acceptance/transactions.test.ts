import { createEngine, type Run, StateError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { goOn, journeys } from "../support/journeys.ts";
import { causeOf, ended } from "../support/trial.ts";

const account = z.object({
  from: z.number().min(0).default(100),
  to: z.number().max(150).default(0),
  log: z.array(z.string()).default([]),
});
const bank = workflow("bank", { state: account, flowState: account });

const changesOf = (run: Run, step: string) =>
  run.span(step).stateChanges.map(({ layer, patches }) => [layer, ...patches]);

describe("transaction commit", () => {
  it.each(journeys)("changes several keys at once, and keeps its patches on the span, %s", async (_name, travel) => {
    const seen: unknown[] = [];
    const move = bank
      .step("move", {
        run: async (_, { state, flowState }) => {
          state.update((draft) => {
            draft.from -= 30;
            draft.to += 30;
            draft.log.push("moved 30");
          });
          const left = await flowState.transaction((draft) => {
            draft.from -= 40;
            draft.to += 40;
            return { left: draft.from, log: draft.log };
          });
          seen.push(state.get("from"), state.get("to"), state.get("log"));
          seen.push(await flowState.get("from"), await flowState.get("to"), left);
        },
      })
      .wait("pause", { event: goOn, dependsOn: ["move"] })
      .step("last", { run: (_, { state }) => state.get("to"), dependsOn: ["pause"] });
    const run = await travel(move);
    expect(seen).toEqual([70, 30, ["moved 30"], 60, 40, { left: 60, log: [] }]);
    expect([run.output, run.state]).toEqual([30, { from: 70, to: 30, log: ["moved 30"] }]);
    expect(changesOf(run, "move")).toEqual([
      [
        "state",
        { op: "replace", path: ["from"], value: 70 },
        { op: "replace", path: ["to"], value: 30 },
        { op: "add", path: ["log", 0], value: "moved 30" },
      ],
      ["flowState", { op: "replace", path: ["from"], value: 60 }, { op: "replace", path: ["to"], value: 40 }],
    ]);
  });

  it("changes nothing if the recipe changes nothing", async () => {
    await using engine = createEngine();
    const run = await engine.run(
      bank.step("look", {
        run: async (_, { state, flowState }) => {
          state.update((draft) => {
            draft.from += 0;
          });
          return flowState.transaction(({ from, to }) => from + to);
        },
      }),
    );
    expect([run.output, changesOf(run, "look")]).toEqual([100, []]);
  });

  it("lets no draft out of its recipe", async () => {
    await using engine = createEngine();
    const run = await ended(
      engine.run(
        bank.step("keep", {
          run: (_, { state }) => {
            let kept: { from: number } | undefined;
            state.update((draft) => {
              kept = draft;
            });
            if (kept !== undefined) kept.from = 1;
          },
        }),
      ),
    );
    expect(causeOf(run, "keep")).toEqual(
      new StateError(
        'The state of workflow "bank" was changed through a draft whose transaction is over. Use a draft only inside of its recipe.',
      ),
    );
    expect(run.state).toEqual({ from: 100, to: 0, log: [] });
  });
});

type Money = z.output<typeof account>;

/** What a run came to in which both layers were changed by the same recipe, and both refused it. */
async function refusalsOf(recipe: (draft: Money) => unknown): Promise<readonly string[]> {
  await using engine = createEngine();
  const errors: unknown[] = [];
  const run = await engine.run(
    bank.step("move", {
      run: async (_, { state, flowState }) => {
        try {
          state.update(recipe);
        } catch (error) {
          errors.push(error);
        }
        await flowState.transaction(recipe).catch((error: unknown) => errors.push(error));
        return [await flowState.get("from"), await flowState.get("to"), await flowState.get("log")];
      },
    }),
  );
  expect(run.output).toEqual([100, 0, []]);
  expect(run.state).toEqual({ from: 100, to: 0, log: [] });
  expect(changesOf(run, "move")).toEqual([]);
  return errors.map((error) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)));
}

describe("transaction rollback", () => {
  it("leaves everything as it was if the recipe throws", async () => {
    const half = (draft: Money) => {
      draft.from = 0;
      draft.log.push("half");
      throw new Error("no such account");
    };
    expect(await refusalsOf(half)).toEqual(["Error: no such account", "Error: no such account"]);
  });

  it("leaves everything as it was if a value cannot be kept", async () => {
    const half = (draft: Money) => {
      draft.from = 0;
      draft.log.push((() => "later") as never);
    };
    expect(await refusalsOf(half)).toEqual([
      'SerializationError: The state of workflow "bank" cannot be recorded: .log[0] is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
      'SerializationError: The flow state of workflow "bank" cannot be recorded: .log[0] is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    ]);
  });

  it("leaves everything as it was if the recipe is asynchronous", async () => {
    const slow = async (draft: Money) => {
      draft.from = 0;
    };
    expect(await refusalsOf(slow)).toEqual([
      'StateError: The state of workflow "bank" got a recipe that returns a promise. Await before the transaction what the recipe needs; nothing has changed.',
      'StateError: The flow state of workflow "bank" got a recipe that returns a promise. Await before the transaction what the recipe needs; nothing has changed.',
    ]);
  });
});

describe("schema refusal", () => {
  it("leaves everything as it was, and says what the schema says", async () => {
    const tooMuch = (draft: Money) => {
      draft.log.push("too much");
      draft.to += 200;
      draft.from -= 200;
    };
    expect(await refusalsOf(tooMuch)).toEqual(
      ["The state", "The flow state"].map(
        (layer) =>
          `StateError: ${layer} of workflow "bank" does not match its schema: .from: Too small: expected number to be >=0. Give what the schema accepts; nothing has changed.`,
      ),
    );
  });

  it("comes before anything changes in set, append and merge too", async () => {
    await using engine = createEngine();
    const strict = workflow("strict", {
      state: z.strictObject({
        n: z.number().default(1),
        list: z.array(z.number()).default([]),
        pair: z.object({ a: z.number() }).default({ a: 1 }),
      }),
    });
    const errors: string[] = [];
    const run = await engine.run(
      strict.step("only", {
        run: (_, { state }) => {
          const changes = [
            () => state.set("n", "text" as never),
            () => state.append("list", "text" as never),
            () => state.merge("pair", { a: "text" as never }),
            () => state.delete("pair"),
            () => state.set("lists" as never, 1 as never),
          ];
          for (const change of changes) {
            try {
              change();
            } catch (error) {
              errors.push(String(error));
            }
          }
        },
      }),
    );
    expect(errors).toEqual([
      'StateError: The state of workflow "strict" does not match its schema: .n: Invalid input: expected number, received string. Give what the schema accepts; nothing has changed.',
      'StateError: The state of workflow "strict" does not match its schema: .list[0]: Invalid input: expected number, received string. Give what the schema accepts; nothing has changed.',
      'StateError: The state of workflow "strict" does not match its schema: .pair.a: Invalid input: expected number, received string. Give what the schema accepts; nothing has changed.',
      'StateError: The state of workflow "strict" does not declare "lists". Did you mean "list"? Declare it in the schema, or make the schema one that is not strict; nothing has changed.',
    ]);
    expect(run.state).toEqual({ n: 1, list: [] });
  });
});

describe("a read inside of a transaction", () => {
  it("sees what was there before, and does not wait for its own end", async () => {
    await using engine = createEngine();
    const work = bank.step("move", {
      run: async (_, { state, flowState }) => {
        const inside: unknown[] = [];
        state.update((draft) => {
          draft.from -= 1;
          inside.push(draft.from, state.get("from"), state.has("to"));
        });
        const reads: Promise<unknown>[] = [];
        await flowState.transaction((draft) => {
          draft.from -= 1;
          reads.push(flowState.get("from"));
          inside.push(draft.from);
        });
        const [during] = await Promise.all(reads);
        return [inside, during, await flowState.get("from")];
      },
    });
    expect((await engine.run(work)).output).toEqual([[99, 100, true, 99], 100, 99]);
  });

  it("refuses another transaction inside of it, where waiting would never end", async () => {
    await using engine = createEngine();
    const work = bank.step("move", {
      run: (_, { flowState }) =>
        flowState.transaction((draft) => {
          draft.from = 1;
          void flowState.set("to", 1);
        }),
    });
    const run = await ended(engine.run(work));
    expect(causeOf(run, "move").message).toBe(
      'The flow state of workflow "bank" got set inside of the recipe of a transaction. Change the draft of the recipe instead; nothing has changed.',
    );
  });
});
