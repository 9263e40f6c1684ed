import { type ItemOutcome, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

export const maps = theme("a map", {
  "gives the outputs in the order of its list, whatever ends first": async ({ named, start }) => {
    const doors = createDoors();
    const mapped = workflow(named("mapped"), { input: z.object({ names: z.array(z.string()) }) }).map("each", {
      over: ({ input }) => input.names,
      params: { name: ({ item }) => item, place: ({ index }) => index },
      run: async ({ name, place }, context) => `${await doors.at(name)({}, context)} at ${place}`,
    });
    const trial = await start(mapped, { input: { names: ["a", "b", "c"] } });
    for (const name of ["c", "a", "b"]) await doors.open(name);
    const done = await trial.end();
    expect(done.output).toEqual(["a at 0", "b at 1", "c at 2"]);
    expect(done.span("each").items.map(({ path, status }) => [path, status])).toEqual([
      ["each[0]", "succeeded"],
      ["each[1]", "succeeded"],
      ["each[2]", "succeeded"],
    ]);
    expect(done.spanAt("each[1]").input).toEqual({ name: "b", place: 1 });
  },

  "of nothing succeeds with an empty list": async ({ named, run }) => {
    const empty = workflow(named("empty"))
      .step("list", { run: () => [] as number[] })
      .map("each", {
        over: ({ stepSpan }) => stepSpan("list").output,
        params: { n: ({ item }) => item },
        run: ({ n }) => n,
      })
      .step("count", { params: { all: ({ stepSpan }) => stepSpan("each").output }, run: ({ all }) => all.length });
    expect((await run(empty)).output).toBe(0);
  },

  "has no more items at work than its concurrency says": async ({ named, run }) => {
    let [now, most] = [0, 0];
    const narrow = workflow(named("narrow")).map("each", {
      over: Array.from({ length: 9 }, (_none, n) => n),
      params: { n: ({ item }) => item },
      concurrency: 2,
      run: async ({ n }) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now--;
        return n * n;
      },
    });
    expect((await run(narrow)).output).toEqual([0, 1, 4, 9, 16, 25, 36, 49, 64]);
    expect(most).toBeLessThanOrEqual(2);
  },

  "fails with the item that failed, and begins no further one": async ({ named, run }) => {
    const broken = workflow(named("broken")).map("each", {
      over: [1, 2, 3],
      params: { n: ({ item }) => item },
      concurrency: 1,
      run: ({ n }) => {
        if (n === 2) throw new Error("2 is broken");
        return n;
      },
    });
    const failed = await run(broken);
    expect(failed.errors[0]?.message).toBe('Step "each[1]" failed on attempt 1: Error: 2 is broken.');
    expect(failed.span("each").items.map(({ status }) => status)).toEqual(["succeeded", "failed"]);
  },

  "that tolerates failures keeps the place of each": async ({ named, run }) => {
    const tolerant = workflow(named("tolerant"))
      .map("each", {
        over: [1, 2, 3],
        params: { n: ({ item }) => item },
        continueOnError: true,
        run: ({ n }) => {
          if (n === 2) throw new Error("2 is broken");
          return n * 10;
        },
      })
      .step("sum", {
        params: { all: ({ stepSpan }) => stepSpan("each", { default: null })?.output ?? [] },
        run: ({ all }) =>
          (all as readonly ItemOutcome<number>[]).map((item) =>
            item.status === "succeeded" ? item.output : item.error.message,
          ),
      });
    const done = await run(tolerant);
    expect(done.status).toBe("succeeded");
    expect(done.output).toEqual([10, 'Step "each[1]" failed on attempt 1: Error: 2 is broken.', 30]);
  },

  "retries each item by itself, with a key of its own": async ({ named, run }) => {
    const flaky = workflow(named("flaky")).map("each", {
      over: ["a", "b"],
      params: { name: ({ item }) => item },
      retry: { attempts: 2 },
      run: ({ name }, context) => {
        if (name === "b" && context.attempt === 1) throw new Error("busy");
        return [name, context.attempt, context.path, context.idempotencyKey] as const;
      },
    });
    const { output } = await run(flaky);
    expect(output.map(([name, attempt, path]) => [name, attempt, path])).toEqual([
      ["a", 1, "each[0]"],
      ["b", 2, "each[1]"],
    ]);
    expect(output[0]?.[3]).not.toBe(output[1]?.[3]);
  },

  "over what is no list fails, and says so": async ({ named, run }) => {
    const wrong = workflow(named("wrong"))
      .step("list", { run: () => ({ not: "a list" }) })
      .map("each", { over: ({ stepSpan }) => stepSpan("list").output as never, run: () => 1 });
    expect((await run(wrong)).errors[0]?.message).toBe(
      'Step "each" failed before its first attempt: The over of step "each" gave an object ([object Object]). Give a list: an array of the items.',
    );
  },

  "runs workflows, each with steps of its own below its item": async ({ named, run }) => {
    const child = workflow(named("child"), { input: z.object({ n: z.number() }) })
      .step("double", { params: { n: ({ input }) => input.n }, run: ({ n }) => n * 2 })
      .step("next", { params: { n: ({ stepSpan }) => stepSpan("double").output }, run: ({ n }) => n + 1 });
    const parent = workflow(named("parent")).map("each", {
      over: [1, 2],
      params: { n: ({ item }) => item },
      run: child,
    });
    const done = await run(parent);
    expect(done.output).toEqual([3, 5]);
    expect(done.spanAt("each[1]/double").output).toBe(4);
    expect(done.span("each").items[0]?.steps.map(({ path }) => path)).toEqual(["each[0]/double", "each[0]/next"]);
  },
});
