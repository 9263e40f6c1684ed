import { workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

export const limits = theme("one slot", {
  "is enough for maps, loops, sub-workflows, waits and retries in each other": async ({ named, run }) => {
    const leaf = workflow(named("leaf"), { input: z.object({ n: z.number() }) })
      .step("rest", { run: (_params, context) => context.sleep(5) })
      .step("double", {
        dependsOn: ["rest"],
        params: { n: ({ input }) => input.n },
        retry: { attempts: 2, delay: 5 },
        run: ({ n }, { attempt }) => {
          if (attempt === 1) throw new Error("busy");
          return n * 2;
        },
      });
    const middle = workflow(named("middle"), { input: z.object({ n: z.number() }) }).map("each", {
      over: ({ input }) => [input.n, input.n + 1],
      params: { n: ({ item }) => item },
      run: leaf,
    });
    const nested = workflow(named("nested")).loop("again", {
      params: { n: ({ iteration }) => iteration },
      run: middle,
      until: ({ output }) => (output as number[])[0] === 4,
      maxIterations: 5,
    });
    const done = await run(nested, { engine: { concurrency: 1 } });
    expect(done.output).toEqual([4, 6]);
  },

  "of the run holds its attempts to one at a time": async ({ named, run }) => {
    let [now, most] = [0, 0];
    const narrow = workflow(named("narrow")).map("each", {
      over: [1, 2, 3, 4, 5, 6],
      run: async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now--;
      },
    });
    const done = await run(narrow, { run: { concurrency: 1 } });
    expect(done.status).toBe("succeeded");
    expect(most).toBe(1);
  },

  "of a queue holds its steps to one at a time; the others do not wait for them": async ({ named, start }) => {
    const doors = createDoors();
    const queued = workflow(named("queued"))
      .step("first", { queue: "slow", run: doors.at("first") })
      .step("second", { queue: "slow", run: doors.at("second") })
      .step("other", { run: () => "other" });
    const trial = await start(queued, { engine: { queues: { slow: { concurrency: 1 } } } });
    await trial.step("step-succeeded", "other");
    await Promise.race([doors.reached("first"), doors.reached("second")]);
    expect(doors.count("first") + doors.count("second")).toBe(1);
    await Promise.all([doors.open("first"), doors.open("second")]);
    expect((await trial.end()).status).toBe("succeeded");
  },
});

export const pools = theme("a pool", {
  "of a step changes nothing of what comes out; where there is one place alone, all steps are called there": async ({
    named,
    run,
  }) => {
    const child = workflow(named("child"), { input: z.object({ n: z.number() }) }).step("render", {
      params: { n: ({ input }) => input.n },
      pool: "gpu",
      run: ({ n }) => n * 2,
    });
    const pooled = workflow(named("pooled"))
      .step("load", { run: () => [1, 2] })
      .map("each", {
        over: ({ stepSpan }) => stepSpan("load").output,
        params: { n: ({ item }) => item },
        pool: "gpu",
        run: ({ n }) => n + 1,
      })
      .subflow("inner", { workflow: child, params: { n: ({ stepSpan }) => stepSpan("each").output.length } });
    const done = await run(pooled, { engine: { pools: ["gpu"] } });
    expect(done.span("each").output).toEqual([2, 3]);
    expect(done.output).toBe(4);
  },
});
