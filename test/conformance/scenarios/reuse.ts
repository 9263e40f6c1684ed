import { defineEvent, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { needs, theme } from "../theme.ts";
import { ended, trialOf } from "../world.ts";

const answer = defineEvent("answer", z.string());

export const reruns = theme("a rerun", {
  "runs a step and what depends on it again, and uses the others' outcomes": async ({ named, open }) => {
    const calls: string[] = [];
    const broken = { is: true };
    const pricing = workflow(named("pricing"), { input: z.object({ day: z.string() }) })
      .step("fetch", {
        params: { day: ({ input }) => input.day },
        run: ({ day }) => {
          calls.push("fetch");
          return `orders of ${day}`;
        },
      })
      .step("price", {
        params: { orders: ({ stepSpan }) => stepSpan("fetch").output },
        run: ({ orders }) => {
          calls.push("price");
          if (broken.is) throw new Error("no prices today");
          return `${orders}: 5`;
        },
      });
    const engine = await open({ workflows: [pricing] });
    const first = await ended(engine.start(pricing, { day: "mon" }, { metadata: { tag: "a" } }).result);
    expect(first.status).toBe("failed");
    broken.is = false;
    calls.length = 0;
    const again = await (await engine.rerun(first.runId, { from: "price", workflow: pricing as never })).result;
    expect(calls).toEqual(["price"]);
    expect(again.output).toBe("orders of mon: 5");
    expect(again.rerunOf).toEqual({ runId: first.runId, from: "price" });
    expect(again.metadata).toEqual({ tag: "a" });
    expect(again.span("fetch").reusedFrom).toMatchObject({ runId: first.runId, path: "fetch" });
    expect(again.span("fetch").attempts).toEqual([]);
  },

  "of a run that is not there, or has no such step, is refused": async ({ named, open }) => {
    const work = workflow(named("work")).step("users", { run: () => 1 });
    const engine = await open({ workflows: [work] });
    const { runId } = await engine.run(work);
    await expect(engine.rerun(named("nobody"), { from: "users" })).rejects.toMatchObject({ name: "DefinitionError" });
    await expect(engine.rerun(runId, { from: "user", workflow: work as never })).rejects.toThrow(/"user"/);
  },
});

export const memos = theme("a step with cache", {
  "is called once for the same parameters, across runs": async ({ named, open }) => {
    const calls: string[] = [];
    const report = workflow(named("report"), { input: z.object({ day: z.string() }) }).step("price", {
      params: { day: ({ input }) => input.day },
      cache: true,
      run: ({ day }) => {
        calls.push(day);
        return { of: day };
      },
    });
    const engine = await open({ workflows: [report] });
    const first = await engine.run(report, { day: "mon" });
    const second = await engine.run(report, { day: "mon" });
    const third = await engine.run(report, { day: "tue" });
    expect([first.output, second.output, third.output]).toEqual([{ of: "mon" }, { of: "mon" }, { of: "tue" }]);
    expect(calls).toEqual(["mon", "tue"]);
    expect(first.span("price").reusedFrom).toBe(null);
    expect(second.span("price")).toMatchObject({ attempts: [], reusedFrom: { runId: first.runId, path: "price" } });
  },

  "is called once for each item of a map that is the same": async ({ named, open }) => {
    const calls: number[] = [];
    const squares = workflow(named("squares"), { input: z.object({ numbers: z.array(z.number()) }) }).map("square", {
      over: ({ input }) => input.numbers,
      params: { n: ({ item }) => item },
      cache: { key: ({ params }) => `${params.n}` },
      run: ({ n }) => {
        calls.push(n);
        return n * n;
      },
    });
    const engine = await open({ workflows: [squares] });
    expect((await engine.run(squares, { numbers: [1, 2] })).output).toEqual([1, 4]);
    expect((await engine.run(squares, { numbers: [2, 3] })).output).toEqual([4, 9]);
    expect(calls.toSorted()).toEqual([1, 2, 3]);
  },
});

export const snapshots = theme("a snapshot", {
  "holds all that a run is: it goes on from it elsewhere": needs("snapshots", async ({ named, open }) => {
    const calls: string[] = [];
    const asking = workflow(named("asking"))
      .step("first", {
        run: () => {
          calls.push("first");
          return 1;
        },
      })
      .wait("ask", { event: answer, dependsOn: ["first"] });
    const here = await open({ workflows: [asking] });
    const trial = trialOf(here, here.start(asking));
    await trial.step("wait-started", "ask");
    const text = JSON.stringify(await trial.handle.snapshot());
    const there = await open({ workflows: [asking] });
    const moved = there.resume(JSON.parse(text), { workflow: asking as never });
    await moved.send(answer, "yes");
    expect((await moved.result).output).toBe("yes");
    expect(calls).toEqual(["first"]);
    trial.handle.cancel();
    await trial.end();
  }),
});
