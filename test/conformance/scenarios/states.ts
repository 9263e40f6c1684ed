import { workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

export const states = theme("the state of a run", {
  "is read and written at once, and seen by the steps that come later": async ({ named, run }) => {
    const keeping = workflow(named("keeping"))
      .step("write", {
        run: (_params, { state }) => {
          state.set("text", "a");
          state.append("list", 1);
          state.append("list", 2);
          state.merge("object", { a: 1 });
          state.merge("object", { b: null });
          state.set("gone", 0);
          const wasThere = [state.delete("gone"), state.delete("gone")];
          return [state.get("text"), state.get("list"), state.get("object"), state.has("gone"), wasThere];
        },
      })
      .step("read", {
        dependsOn: ["write"],
        run: (_params, { state }) => [
          ...[state.get("text"), state.get("list"), state.get("object"), state.has("gone")],
          ...[state.get("gone"), state.get("gone", "fallback")],
        ],
      });
    const done = await run(keeping);
    expect(done.span("write").output).toEqual(["a", [1, 2], { a: 1, b: null }, false, [true, false]]);
    expect(done.output).toEqual(["a", [1, 2], { a: 1, b: null }, false, undefined, "fallback"]);
    expect(done.state).toEqual({ text: "a", list: [1, 2], object: { a: 1, b: null } });
  },

  "keeps apart what is null and what is not there": async ({ named, run }) => {
    const nulls = workflow(named("nulls"))
      .step("write", {
        run: (_params, { state }) => {
          state.set("null", null);
          state.set("undefined", undefined);
          state.set("zero", 0);
        },
      })
      .step("read", {
        dependsOn: ["write"],
        run: (_params, { state }) => [
          ...[state.get("null", "fallback"), state.get("undefined", "fallback"), state.get("zero", "fallback")],
          ...[state.has("null"), state.has("undefined"), state.has("none")],
        ],
      });
    expect((await run(nulls)).output).toEqual([null, undefined, 0, true, true, false]);
  },

  "loses nothing of what parallel steps change": async ({ named, run }) => {
    const counting = workflow(named("counting"), {
      state: z.object({ count: z.number().default(0), seen: z.array(z.number()).default([]) }),
    }).map("add", {
      over: Array.from({ length: 12 }, (_none, n) => n),
      params: { n: ({ item }) => item },
      run: async ({ n }, { state }) => {
        state.append("seen", n);
        state.update((draft) => {
          draft.count += 1;
        });
      },
    });
    const { state } = await run(counting);
    expect(state.count).toBe(12);
    expect([...(state.seen as number[])].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_none, n) => n));
  },

  "loses nothing where a body reads, works and writes while others do the same": async ({ named, run }) => {
    const counting = workflow(named("counting"), { state: z.object({ count: z.number().default(0) }) }).map("add", {
      over: [1, 2, 3, 4, 5],
      run: (_params, { state }) => state.set("count", (state.get("count") ?? 0) + 1),
    });
    expect((await run(counting)).state).toEqual({ count: 5 });
  },

  "begins with what its schema says, and refuses what that refuses before anything changes": async ({ named, run }) => {
    const name = named("typed");
    const typed = workflow(name, { state: z.object({ total: z.number().max(10).default(3) }) })
      .step("refused", {
        run: (_params, { state }) => {
          const problems: string[] = [];
          const attempt = (change: () => void) => {
            try {
              change();
            } catch (error) {
              problems.push((error as Error).message);
            }
          };
          attempt(() => state.set("total", 11));
          attempt(() =>
            state.update((draft) => {
              draft.total = 4;
              throw new Error("no");
            }),
          );
          return { problems, total: state.get("total") };
        },
      })
      .step("fails", { dependsOn: ["refused"], run: (_params, { state }) => state.set("total", 12) });
    const failed = await run(typed);
    expect(failed.span("refused").output).toEqual({
      total: 3,
      problems: [
        `The state of workflow "${name}" does not match its schema: .total: Too big: expected number to be <=10. Give what the schema accepts; nothing has changed.`,
        "no",
      ],
    });
    expect(failed.errors[0]?.cause).toMatchObject({ name: "StateError", code: "STATE" });
    expect(failed.state).toEqual({ total: 3 });
  },

  "refuses what cannot be kept, with its path, and keys such as __proto__": async ({ named, run }) => {
    const refused = workflow(named("refused"), { failFast: false })
      .step("value", { run: (_params, { state }) => state.set("order", { items: [{ price: () => 1 }] }) })
      .step("key", { run: (_params, { state }) => state.set("__proto__", { isAdmin: true }) });
    const failed = await run(refused);
    expect(failed.span("value").error?.cause).toMatchObject({ name: "SerializationError" });
    expect(failed.span("value").error?.message).toContain(".items[0].price is a function");
    expect(failed.span("key").error?.cause).toMatchObject({ name: "StateError" });
    expect(failed.state).toEqual({});
    expect(({} as { isAdmin?: boolean }).isAdmin).toBe(undefined);
  },

  "gives no live reference away": async ({ named, run }) => {
    const careful = workflow(named("careful"))
      .step("write", {
        run: (_params, { state }) => {
          const list = [1];
          state.set("list", list);
          list.push(2);
          const taken = state.get("list") as number[];
          try {
            taken.push(3);
          } catch {
            // It is frozen, or a copy: both are right.
          }
          return state.get("list");
        },
      })
      .step("read", { dependsOn: ["write"], run: (_params, { state }) => state.get("list") });
    const done = await run(careful);
    expect([done.span("write").output, done.output]).toEqual([[1], [1]]);
  },

  "keeps what a failed attempt changed, and shows each change on the span that made it": async ({ named, run }) => {
    const flaky = workflow(named("flaky")).step("work", {
      retry: { attempts: 2 },
      run: (_params, { state, attempt }) => {
        state.append("attempts", attempt);
        if (attempt === 1) throw new Error("busy");
        return state.get("attempts");
      },
    });
    const done = await run(flaky);
    expect(done.output).toEqual([1, 2]);
    expect(done.state).toEqual({ attempts: [1, 2] });
    const changes = done.span("work").stateChanges;
    expect(changes.map(({ layer }) => layer)).toEqual(["state", "state"]);
    expect(changes[0]?.patches).toEqual([{ op: "add", path: ["attempts"], value: [1] }]);
  },

  "is copied by a snapshot and by a fork of the context": async ({ named, run }) => {
    const branching = workflow(named("branching")).step("work", {
      params: { day: "today" },
      run: (_params, context) => {
        context.state.set("total", 1);
        const before = context.snapshot();
        const branch = context.fork();
        branch.state.set("total", 5);
        context.state.set("total", 2);
        return [before, branch.state.get("total"), context.state.get("total")];
      },
    });
    const done = await run(branching);
    expect(done.output).toEqual([{ input: { day: "today" }, state: { total: 1 }, stepState: {} }, 5, 2]);
    expect(done.state).toEqual({ total: 2 });
  },

  "is what steps find that come later, also while the run goes on elsewhere": async ({ named, start }) => {
    const doors = createDoors();
    const chain = workflow(named("chain"))
      .step("open", { run: doors.at("open") })
      .step("write", { run: (_params, { state }) => state.set("who", "write") })
      .step("read", { dependsOn: ["write"], run: (_params, { state }) => state.get("who") });
    const trial = await start(chain);
    await trial.step("step-succeeded", "read");
    expect((await trial.now()).state).toEqual({ who: "write" });
    await doors.open("open");
    expect((await trial.end()).span("read").output).toBe("write");
  },
});
