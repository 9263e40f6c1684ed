import { createEngine, MissingResourceError, StateError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { goOn, journeys } from "../support/journeys.ts";

const forking = workflow("forking", {
  state: z.object({ list: z.array(z.number()).default([1]), byName: z.map(z.string(), z.number()).default(new Map()) }),
  flowState: z.object({ count: z.number().default(0) }),
});

describe("fork", () => {
  it.each(journeys)(
    "gives each branch a copy of its own, in which flowState stays shared, %s",
    async (_name, travel) => {
      const seen: unknown[] = [];
      const work = forking
        .step("branch", {
          run: async (_, context) => {
            context.state.append("list", 2);
            context.stepState.set("own", "before");
            context.resources.set("log", "of the step");
            const branches = [context.fork(), context.fork()];
            await Promise.all(
              branches.map(async (branch, index) => {
                branch.state.append("list", 10 + index);
                branch.state.update((draft) => void draft.byName.set("branch", index));
                branch.stepState.set("own", index);
                branch.resources.set("log", `of branch ${index}`);
                await branch.flowState.update("count", (count = 0) => count + 1);
              }),
            );
            context.state.append("list", 3);
            for (const each of [context, ...branches]) {
              seen.push([
                each.state.get("list"),
                each.state.get("byName"),
                each.stepState.get("own"),
                each.resources.get("log"),
                await each.flowState.get("count"),
              ]);
            }
          },
        })
        .wait("pause", { event: goOn, dependsOn: ["branch"] })
        .step("after", {
          dependsOn: ["pause"],
          run: (_, { state, resources }) => [state.get("list"), resources.get("log", "none")],
        });
      const run = await travel(work);
      expect(seen).toEqual([
        [[1, 2, 3], new Map(), "before", "of the step", 2],
        [[1, 2, 10], new Map([["branch", 0]]), 0, "of branch 0", 2],
        [[1, 2, 11], new Map([["branch", 1]]), 1, "of branch 1", 2],
      ]);
      expect([run.output, run.state]).toEqual([[[1, 2, 3], "none"], { list: [1, 2, 3], byName: new Map() }]);
      expect(run.span("branch").stateChanges.map(({ layer, patches }) => [layer, patches.at(-1)?.value])).toEqual([
        ["state", 2],
        ["stepState", "before"],
        ["flowState", 1],
        ["flowState", 2],
        ["state", 3],
      ]);
    },
  );

  it("keeps the rules of the layers: schema, keys and values are checked in it too", async () => {
    await using engine = createEngine();
    const errors: unknown[] = [];
    const run = await engine.run(
      forking.step("branch", {
        run: (_, context) => {
          const { state, resources } = context.fork();
          const changes = [
            () => state.append("list", "text" as never),
            () => state.set("__proto__" as never, {} as never),
            () => state.set("list", [() => 1] as never),
            () => resources.require("db"),
          ];
          for (const change of changes) {
            try {
              change();
            } catch (error) {
              errors.push(error);
            }
          }
          return state.get("list");
        },
      }),
    );
    expect(run.output).toEqual([1]);
    expect(errors).toEqual([
      new StateError(
        'The state of workflow "forking" does not match its schema: .list[1]: Invalid input: expected number, received string. Give what the schema accepts; nothing has changed.',
      ),
      new StateError(
        'The state of workflow "forking" got "__proto__" as a key. That name is not data: use another one.',
      ),
      expect.objectContaining({ path: ".list[0]" }),
      expect.any(MissingResourceError),
    ]);
  });

  it("of a fork does not exist: a branch has only its layers", async () => {
    await using engine = createEngine();
    const run = await engine.run(forking.step("branch", { run: (_, context) => Object.keys(context.fork()).sort() }));
    expect(run.output).toEqual(["flowState", "resources", "state", "stepState"]);
  });
});
