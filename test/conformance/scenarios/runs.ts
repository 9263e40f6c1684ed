import { defineEvent, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { theme } from "../theme.ts";
import { ended } from "../world.ts";

const answer = defineEvent("answer", z.string());

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
