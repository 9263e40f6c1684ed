import { type AnyWorkflow, defineEvent, type StepContext, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
import { needs, theme } from "../theme.ts";
import { ended, trialOf } from "../world.ts";

const answer = defineEvent("answer", z.string());

/** Names that paths, queries, pages and terminals can mistake for something else. */
const hostile = [
  "../../etc/passwd",
  "%2e%2e",
  "a\u0000b",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "\u001b[31mred",
  "\u202eright to left",
  "'; DROP TABLE state; --",
  "__proto__",
  "a/b?c#d",
  "日本 🙂",
  '"quoted" {json}',
];

export const runs = theme("the runs of an engine", {
  "are listed in the order in which they began, by workflow and by status": async ({ named, open }) => {
    const name = named("listed");
    const listed = workflow(name, { input: z.object({ isBroken: z.boolean() }) }).step("work", {
      params: { isBroken: ({ input }) => input.isBroken },
      run: ({ isBroken }) => {
        if (isBroken) throw new Error("it is broken");
      },
    });
    const engine = await open({ workflows: [listed] });
    const runIds = ["b", "a", "c"].map(named);
    for (const [index, runId] of runIds.entries()) {
      await ended(engine.start(listed, { isBroken: index === 1 }, { runId }).result);
    }
    const list = async (query: object) =>
      (await engine.runs.list({ workflow: name, ...query })).map(({ runId }) => runId);
    expect(await list({})).toEqual(runIds);
    expect(await list({ newestFirst: true, limit: 2 })).toEqual([runIds[2], runIds[1]]);
    expect(await list({ after: runIds[0] })).toEqual([runIds[1], runIds[2]]);
    expect(await list({ status: "failed" })).toEqual([runIds[1]]);
    expect(await list({ status: ["succeeded", "running"] })).toEqual([runIds[0], runIds[2]]);
    const [first] = await engine.runs.list({ workflow: name });
    expect(first).toMatchObject({ runId: runIds[0], workflow: name, status: "succeeded", dueAt: null });
    expect(first!.finishedAt).toBeGreaterThanOrEqual(first!.startedAt);
  },

  "are found by their ids, with the same spans as those who awaited them got": async ({ named, start }) => {
    const work = workflow(named("work"))
      .step("first", { run: () => new Map([[1, "one"]]) })
      .map("each", { over: [1, 2], params: { n: ({ item }) => item }, run: ({ n }) => n })
      .step("skipped", { when: () => false, run: () => 1 })
      .step("broken", {
        continueOnError: true,
        retry: { attempts: 2 },
        run: () => {
          throw new Error("it is broken");
        },
      });
    const trial = await start(work);
    const done = await trial.end();
    const found = await trial.now();
    expect(found.spans.map(factsOf)).toEqual(done.spans.map(factsOf));
    expect(factsOf(found.rootSpan as never)).toEqual(factsOf(done.rootSpan as never));
    expect(await trial.engine.runs.get(named("nobody"))).toBe(undefined);
  },

  "are shown as they were at each of their events": async ({ named, start }) => {
    const work = workflow(named("work"))
      .step("first", { run: () => 1 })
      .step("second", { params: { it: ({ stepSpan }) => stepSpan("first").output }, run: ({ it }) => it + 1 });
    const trial = await start(work);
    await trial.end();
    const journal = await trial.journal();
    expect(journal.map(({ sequence }) => sequence)).toEqual(journal.map((_event, index) => index + 1));
    const { sequence } = journal.find((event) => event.type === "step-succeeded" && event.path === "first")!;
    const then = await trial.engine.runs.at(trial.handle.runId, sequence);
    expect(then?.span("first").output).toBe(1);
    expect(then?.span("second").status).not.toBe("succeeded");
    expect((await trial.engine.runs.at(trial.handle.runId, sequence - 1))?.span("first").status).toBe("running");
  },

  "have journals that hold the invariants": async ({ named, start }) => {
    const work = workflow(named("work"))
      .map("each", {
        over: [1, 2, 3],
        params: { n: ({ item }) => item },
        retry: { attempts: 2 },
        run: ({ n }, { attempt }) => {
          if (attempt === 1 && n === 2) throw new Error("busy");
          return n;
        },
      })
      .sleep("rest", 20);
    const trial = await start(work);
    await trial.end();
    const journal = await trial.journal();
    expect(journal[0]?.type).toBe("run-started");
    expect(journal.at(-1)?.type).toBe("run-finished");
    expect(journal.map(({ time }) => time)).toEqual(journal.map(({ time }) => time).toSorted((a, b) => a - b));
    const settled = journal.flatMap((event) => (event.type === "step-succeeded" ? [event.path] : []));
    expect(settled.toSorted()).toEqual(["each", "each[0]", "each[1]", "each[2]", "rest"]);
    const starts = journal.filter(({ type }) => type === "attempt-started");
    expect(starts).toHaveLength(4);
  },

  "refuse an id that is taken": async ({ named, open }) => {
    const work = workflow(named("work")).step("only", { run: () => 1 });
    const engine = await open({ workflows: [work] });
    const runId = named("taken");
    await engine.run(work, undefined, { runId });
    await expect(engine.run(work, undefined, { runId })).rejects.toThrow(`"${runId}"`);
    expect((await engine.runs.get(runId))?.status).toBe("succeeded");
  },

  "refuse options and events that make no sense, where they are given": async ({ named, open }) => {
    const work = workflow(named("work")).step("only", { run: () => 1 });
    const engine = await open({ workflows: [work] });
    expect(() => engine.start(work, undefined, { timout: 5 } as never)).toThrow(/timout/);
    expect(() => engine.start(work, undefined, { concurrency: 0 })).toThrow(/concurrency/);
    await expect(engine.send(named("nobody"), answer, "x")).rejects.toMatchObject({ name: "DefinitionError" });
    await expect(engine.resume(named("nobody"))).rejects.toMatchObject({ name: "DefinitionError" });
    expect(engine.handle(named("nobody"))).toBe(undefined);
  },

  "may have ids and steps of any name": async ({ named, open }) => {
    let steps: AnyWorkflow = workflow(named("hostile"));
    for (const name of hostile) steps = steps.step(name, { run: (_params: {}, { path }: StepContext) => path });
    const engine = await open({ workflows: [steps] });
    for (const label of hostile) {
      const runId = named(label);
      const done = await engine.run(steps, undefined, { runId });
      expect(done.runId).toBe(runId);
      expect(done.spans.map(({ name }) => name).toSorted()).toEqual(hostile.toSorted());
      expect((await engine.runs.get(runId))?.status, label).toBe("succeeded");
    }
  },

  "may be of workflows of any name": async ({ named, open }) => {
    const workflows = hostile.map((label) => {
      const name = named(label);
      return workflow(name, { flowState: z.object({ count: z.number().default(0) }) }).step("tell", {
        run: async (_params, { run, flowState }) => {
          await flowState.update("count", (count = 0) => count + 1);
          return [run.workflow, await flowState.get("count")];
        },
      });
    });
    const engine = await open({ workflows: workflows });
    for (const one of workflows) expect((await engine.run(one)).output).toEqual([one.name, 1]);
  },
});

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

/** What of a span is the same however it is looked at. */
function factsOf(span: {
  readonly path: string;
  readonly status: string;
  readonly input: unknown;
  readonly output: unknown;
  readonly error: Error | null;
  readonly attempts: readonly object[];
  readonly skipped: unknown;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}): object {
  const { path, status, input, output, error, attempts, skipped, startedAt, finishedAt } = span;
  return {
    path,
    status,
    input,
    output,
    message: error?.message,
    attempts: attempts.length,
    skipped,
    startedAt,
    finishedAt,
  };
}
