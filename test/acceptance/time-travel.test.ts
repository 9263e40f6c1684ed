import type { EngineOptions, RunEvent } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { createEngine, defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createCore } from "../../packages/engine/src/core/core.ts";
import { createEngineWith } from "../../packages/engine/src/create-engine.ts";
import { createRunView } from "../../packages/engine/src/views/run-view.ts";
import { pictureOf } from "../support/run-picture.ts";
import { ended } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

/** An engine that takes a picture of its runs after each event, as it happens. */
function photographed(options: EngineOptions) {
  const pictures = new Map<string, string[]>();
  let isOn = true;
  const engine = createEngineWith(options, {
    createCore: (plan) => {
      const core = createCore(plan);
      const own: string[] = [];
      const apply = (event: RunEvent) => {
        const commands = core.apply(event);
        if (!isOn) return commands;
        if (event.type === "run-started") pictures.set(event.runId, own);
        own.push(pictureOf(createRunView(core.state)));
        return commands;
      };
      const applyTo: typeof core.applyTo = (event, commands) =>
        apply(event).forEach((command) => void commands.push(command));
      return { ...core, apply, applyTo };
    },
  });
  return { engine, pictures, stop: () => (isOn = false) };
}

const answer = defineEvent("answer", z.string());
const told = defineEvent("told", z.number());
const inner = workflow("inner").step("deep", { run: (_params, { state }) => state.set("depth", 1) });

/** A workflow with a step of each form, retries, a failure and state. */
const everything =
  workflow("everything", { input: z.object({ day: z.string() }), state: z.object({ seen: z.array(z.string()).default([]) }) }) // biome-ignore format: one thought
  .step("fetch", {
    params: { day: ({ input }) => input.day },
    retry: { attempts: 2, delay: 5 },
    run: async ({ day }, { attempt, state, span, usage, log, send }) => {
      state.append("seen", `fetch ${attempt}`);
      span.set("tries", attempt);
      usage.add("calls", 1);
      log.info("fetching", { day });
      await turn();
      if (attempt === 1) throw new Error("not yet");
      send(told, 1);
      send(told, 2);
      return [1, 2, 3];
    },
  })
  .map("each", {
    over: ({ stepSpan }) => stepSpan("fetch").output,
    params: { n: ({ item }) => item },
    concurrency: 2,
    run: ({ n }, { state }) => {
      state.append("seen", `each ${n}`);
      return n * 2;
    },
  })
  .loop("again", { params: { n: ({ iteration }) => iteration }, run: ({ n }) => n, until: ({ output }) => output === 2, maxIterations: 3 }) // biome-ignore format: one thought
    .subflow("below", { workflow: inner, params: {} })
    .on("hear", { event: told, params: { n: ({ event }) => event }, run: ({ n }) => n })
    .sleep("nap", 10)
    .wait("ask", { event: answer, dependsOn: ["nap"] })
    .sleep("limit", "1h")
    .race("first", { of: ["ask", "limit"] })
    .step("shy", { when: () => false, run: () => 1 })
    .step("weak", {
      continueOnError: true,
      run: () => {
        throw new Error("as always");
      },
    })
    .step("end", {
      params: {
        all: ({ stepSpan }) => [stepSpan("each").output, stepSpan("first", { default: null })?.output ?? null],
      },
      run: ({ all }, { state }) => {
        state.append("seen", "end");
        return all;
      },
    });

describe("a run at an earlier moment", () => {
  it("is what it was then, after each of its events; so is a rerun", async () => {
    const clock = createManualClock();
    const { engine, pictures, stop } = photographed({ clock });
    const handle = engine.start(everything, { day: "mon" }, { runId: "first" });
    for (let turns = 0; turns < 8; turns++) {
      await turn();
      clock.advance(5);
      if (turns === 5) await handle.send(answer, "yes");
    }
    expect((await ended(handle.result)).output).toEqual([[2, 4, 6], "yes"]);
    const rerun = await engine.rerun("first", { from: "end", runId: "second" });
    expect((await ended(rerun.result)).status).toBe("succeeded");
    stop();
    expect(pictures.get("first")!.length).toBeGreaterThan(60);
    for (const runId of ["first", "second"]) {
      for (const [index, then] of pictures.get(runId)!.entries()) {
        const run = await engine.runs.at(runId, index + 1);
        expect(pictureOf(run!), `${runId}, event ${index + 1}`).toBe(then);
      }
      expect(new Set(pictures.get(runId)).size).toBeGreaterThan(5);
    }
  });

  it("shows how its state came about", async () => {
    await using engine = createEngine();
    const counting = workflow("w", { state: z.object({ count: z.number().default(0) }) })
      .step("one", { run: (_params, { state }) => state.set("count", 1) })
      .step("two", { dependsOn: ["one"], run: (_params, { state }) => state.set("count", 2) });
    const events: string[] = [];
    const handle = engine.start(counting, undefined, { runId: "run" });
    for await (const { type } of handle.events) events.push(type);
    const counts: unknown[] = [];
    for (let sequence = 1; sequence <= events.length; sequence++) {
      const run = await engine.runs.at("run", sequence);
      counts.push(run?.state.count);
    }
    const first = events.indexOf("state-changed");
    const second = events.indexOf("state-changed", first + 1);
    expect(counts).toEqual(events.map((_type, index) => Number(index >= first) + Number(index >= second)));
    const middle = await engine.runs.at("run", first + 1);
    expect(middle?.status).toBe("running");
    expect(middle?.span("two").status).toBe("pending");
  });

  it("is the run as it is now behind its last event, and not there if the run is not", async () => {
    await using engine = createEngine();
    const run = await engine.run(workflow("w").step("a", { run: () => 1 }), undefined, { runId: "run" });
    expect(pictureOf((await engine.runs.at("run", 1000))!)).toBe(pictureOf(run));
    expect(await engine.runs.at("none", 1)).toBe(undefined);
  });

  it.each([[0], [-1], [1.5], [Number.NaN], ["1"]])("has no number %s", async (sequence) => {
    await using engine = createEngine();
    await engine.run(workflow("w").step("a", { run: () => 1 }), undefined, { runId: "run" });
    const shown = typeof sequence === "string" ? '"1"' : String(sequence);
    await expect(engine.runs.at("run", sequence as number)).rejects.toThrow(
      `engine.runs.at got ${shown} as the sequence number of an event. Give a whole number of at least 1, or Infinity for the last.`,
    );
  });
});
