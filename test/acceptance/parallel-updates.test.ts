import fc from "fast-check";
import { type AnyWorkflow, createEngine, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { goOn, journeys } from "../support/journeys.ts";
import { trials } from "../support/random-trials.ts";
import { turn } from "../support/turn.ts";

const counted = workflow("counted", {
  state: z.object({
    count: z.number().default(0),
    names: z.array(z.string()).default([]),
    byName: z.record(z.string(), z.number()).default({}),
  }),
});

describe("two parallel steps that both update state", () => {
  it.each(journeys)("lose nothing, %s", async (_name, travel) => {
    const work = counted
      .step("one", {
        run: async (_, { state }) => {
          for (let round = 0; round < 10; round++) {
            state.set("count", state.get("count", 0) + 1);
            state.append("names", `one ${round}`);
            state.merge("byName", { one: round });
            await turn();
          }
        },
      })
      .step("other", {
        run: async (_, { state }) => {
          for (let round = 0; round < 10; round++) {
            await Promise.resolve();
            state.update((draft) => {
              draft.count++;
              draft.names.push(`other ${round}`);
              draft.byName.other = round;
            });
          }
        },
      })
      .wait("pause", { event: goOn, dependsOn: ["one", "other"] })
      .step("last", { run: (_, { state }) => state.get("byName"), dependsOn: ["pause"] });
    const run = await travel(work);
    const { count, names } = run.state as { count: number; names: string[] };
    expect([run.output, count]).toEqual([{ one: 9, other: 9 }, 20]);
    for (const name of ["one", "other"]) {
      const own = names.filter((each) => each.startsWith(`${name} `));
      expect(own).toEqual(Array.from({ length: 10 }, (_, round) => `${name} ${round}`));
    }
    expect(names).toHaveLength(20);
  });

  it("come to what the same changes of a plain object come to, however they mingle", async () => {
    const change = fc.record({
      step: fc.constantFrom("a", "b", "c"),
      verb: fc.constantFrom<Verb[]>("set", "append", "update", "delete"),
      key: fc.constantFrom("x", "y"),
      value: fc.nat(9),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 40 }), async (changes) => {
        await using engine = createEngine();
        const plain: Lists = {};
        let work: AnyWorkflow = workflow("work");
        for (const step of ["a", "b", "c"]) {
          work = work.step(step, {
            run: async (_: object, { state }: StepContext) => {
              for (const { verb, key, value } of changes.filter((each) => each.step === step)) {
                if (value % 2 === 0) await turn();
                expect(state.get(key)).toEqual(plain[key]);
                changeState[verb](state, key, value);
                changePlain[verb](plain, key, value);
              }
            },
          });
        }
        expect((await engine.run(work)).state).toEqual(plain);
      }),
      trials("parallel updates", 60),
    );
  });
});

type Verb = "set" | "append" | "update" | "delete";
type Lists = Record<string, number[]>;

const changeState: Readonly<Record<Verb, (state: StepContext["state"], key: string, value: number) => unknown>> = {
  set: (state, key, value) => state.set(key, [value]),
  append: (state, key, value) => state.append(key, value),
  update: (state, key, value) => state.update((draft) => void changePlain.update(draft as Lists, key, value)),
  delete: (state, key) => state.delete(key),
};

const changePlain: Readonly<Record<Verb, (lists: Lists, key: string, value: number) => unknown>> = {
  set: (lists, key, value) => {
    lists[key] = [value];
  },
  append: (lists, key, value) => {
    lists[key] = [...(lists[key] ?? []), value];
  },
  update: (lists, key, value) => {
    lists[key] ??= [];
    lists[key].unshift(value);
  },
  delete: (lists, key) => delete lists[key],
};
