import { workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { theme } from "../theme.ts";

export const loops = theme("a loop", {
  "goes on until its until says so, each iteration with what the last one gave": async ({ named, run }) => {
    const doubling = (params: { number: number; of: number }) => params.of * 2 + params.number * 0;
    const loop = workflow(named("loop"), { input: z.object({ start: z.number() }) }).loop("double", {
      params: {
        number: ({ iteration }) => iteration,
        of: ({ input, previous }) => previous ?? input.start,
      },
      run: doubling,
      until: ({ output }) => output > 20,
      maxIterations: 10,
    });
    const done = await run(loop, { input: { start: 3 } });
    expect(done.output).toBe(24);
    expect(done.span("double").items.map(({ path, output }) => [path, output])).toEqual([
      ["double#1", 6],
      ["double#2", 12],
      ["double#3", 24],
    ]);
    expect(done.span("double").vars.exhausted).toBe(undefined);
  },

  "that comes to its maximum succeeds with the last output, and says so": async ({ named, run }) => {
    const endless = workflow(named("endless"))
      .loop("again", {
        params: { number: ({ iteration }) => iteration },
        run: ({ number }) => number,
        until: () => false,
        maxIterations: 3,
      })
      .step("read", {
        params: { isExhausted: ({ stepSpan }) => stepSpan("again").vars.exhausted },
        run: ({ isExhausted }) => isExhausted,
      });
    const done = await run(endless);
    expect(done.span("again").output).toBe(3);
    expect(done.output).toBe(true);
  },

  "fails with the iteration that failed, and with an until that throws": async ({ named, run }) => {
    const broken = workflow(named("broken"), { failFast: false })
      .loop("body", {
        params: { number: ({ iteration }) => iteration },
        run: ({ number }) => {
          if (number === 2) throw new Error("2 is broken");
          return number;
        },
        until: () => false,
        maxIterations: 5,
      })
      .loop("until", {
        run: () => 1,
        until: () => {
          throw new Error("no idea");
        },
        maxIterations: 5,
      });
    const failed = await run(broken);
    expect(failed.span("body").error?.message).toBe('Step "body#2" failed on attempt 1: Error: 2 is broken.');
    expect(failed.span("body").items).toHaveLength(2);
    expect(failed.span("until").error?.message).toBe('Step "until" failed in its until: Error: no idea.');
  },

  "may run a workflow": async ({ named, run }) => {
    const child = workflow(named("child"), { input: z.object({ n: z.number() }) }).step("add", {
      params: { n: ({ input }) => input.n },
      run: ({ n }) => n + 10,
    });
    const parent = workflow(named("parent")).loop("again", {
      params: { n: ({ iteration }) => iteration },
      run: child,
      until: ({ output }) => output > 12,
      maxIterations: 9,
    });
    const done = await run(parent);
    expect(done.output).toBe(13);
    expect(done.spanAt("again#2/add").output).toBe(12);
  },
});
