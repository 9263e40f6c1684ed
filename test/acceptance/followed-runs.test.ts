import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createCodec, type RunSnapshot } from "@stepspan/engine";
import { decodeEvents, followEvents } from "@stepspan/engine/reading";
import { createEngine, type Engine, memoryStore } from "stepspan";
import { describe, expect, it } from "vitest";
import { readSite } from "../../packages/examples/src/events-between-steps.ts";
import { borrowMachine } from "../../packages/examples/src/finaliser.ts";
import { squareRoot } from "../../packages/examples/src/loop.ts";
import { sendParcel } from "../../packages/examples/src/one-of-two-branches.ts";
import { orderReport } from "../../packages/examples/src/parallel-merge.ts";
import { buy } from "../../packages/examples/src/sub-workflow.ts";
import { askMirrors } from "../../packages/examples/src/trigger-rules.ts";
import { pictureOf } from "../support/run-picture.ts";
import { ended } from "../support/trial.ts";

const starts: Readonly<Record<string, (engine: Engine) => Promise<unknown>>> = {
  "one of two branches": (engine) => engine.run(sendParcel, { weight: 2, address: "Main Street 1" }, { runId: "run" }),
  "a merge of two": (engine) => engine.run(orderReport, { day: "2026-11-20" }, { runId: "run" }),
  "a loop": (engine) => engine.run(squareRoot, { square: 2 }, { runId: "run" }),
  "a sub-workflow": (engine) => engine.run(buy, { item: "lamp", net: 10 }, { runId: "run" }),
  "events between steps": (engine) => engine.run(readSite, undefined, { runId: "run" }),
  "a finaliser": (engine) => ended(engine.start(borrowMachine, { job: "cut" }, { runId: "run" }).result),
  "races and rules": (engine) => ended(engine.start(askMirrors, { broken: ["north"] }, { runId: "run" }).result),
};

describe("an example, put together from its events alone", () => {
  it.each(Object.keys(starts))(
    "is what engine.runs.at shows after each event, and so is its rerun: %s",
    async (name) => {
      const store = memoryStore();
      await using engine = createEngine({ store });
      await starts[name]!(engine);
      const [last] = (await engine.runs.get("run"))!.spans.filter(({ parentId }) => parentId === "run").slice(-1);
      await ended(engine.rerun("run", { from: last!.name, runId: "again" }).then(({ result }) => result));
      for (const runId of ["run", "again"]) {
        const events = await store.open(runId).read(0, Infinity);
        expect(events.length).toBeGreaterThan(4);
        for (let length = 1; length <= events.length; length++) {
          const known = (await engine.runs.at(runId, length))!; // it has begun
          const { run } = followEvents(events.slice(0, length));
          expect(pictureOf(run), `${runId}, event ${length}`).toBe(pictureOf(known));
          expect(run.criticalPath).toEqual(known.criticalPath);
        }
      }
    },
  );
});

describe("a run that was kept before outlines said how steps are read", () => {
  it("is put together with the edges that it names, each taken for a usual one", () => {
    const file = join(import.meta.dirname, "../durability/fixtures/run-1.json");
    const { events } = JSON.parse(readFileSync(file, "utf8")) as RunSnapshot; // it was one
    const { run, plan } = followEvents(decodeEvents(events, createCodec()));
    expect(run.span("ask").output).toEqual({ question: "How many?", asked: new Date(5) });
    expect(run.spanAt("below/inner").output).toEqual(new Set(["deep"]));
    expect(run.span("each").output).toEqual([2, 4, 6]);
    expect([run.span("answer").status, run.span("close").status]).toEqual(["suspended", "pending"]);
    const edges = plan.edges.filter(({ to }) => to === "close").map(({ from, kind, certainty }) => [from, kind, certainty]); // biome-ignore format: one thought
    expect(edges.sort()).toEqual(["answer", "ask", "below", "each"].map((from) => [from, "data", "required"]));
  });
});
