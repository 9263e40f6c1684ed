import {
  createCodec,
  createEngine,
  encodeEvents,
  memoryStore,
  type RunEvent,
  type RunSnapshot,
} from "@stepspan/engine";
import { createManualClock, createReplayingEngine } from "@stepspan/engine/testing";
import fc from "fast-check";
import { type AnyWorkflow, ResumeMismatchError, type Run } from "stepspan";
import { describe, expect, it } from "vitest";
import { compareFollowed } from "../../support/compare-followed.ts";
import { trials, triesAll } from "../../support/random-trials.ts";
import { begin, ended } from "../../support/trial.ts";
import { built, changeCase, changed, definitionCase } from "./definition-case.ts";
import { touchedSteps } from "./touched-steps.ts";

const codec = createCodec();

function snapshotAt(events: readonly RunEvent[]): RunSnapshot {
  const json: unknown = JSON.parse(JSON.stringify(encodeEvents(events, codec)));
  return { format: "stepspan-run", version: 1, runId: "run-1", workflow: "outer", resources: [], events: json } as RunSnapshot; // biome-ignore format: one line
}

/** What became of every step, those of sub-workflows included. */
function outcomesOf(run: Run): unknown {
  return Object.fromEntries(run.spans.map(({ path, status, output }) => [path, [status, output]]).sort());
}

async function resumed(snapshot: RunSnapshot, workflow: AnyWorkflow): Promise<Run> {
  const store = memoryStore();
  const engine = createReplayingEngine({ clock: createManualClock(), store });
  const run = (await ended<unknown, unknown>(engine.resume(snapshot, { workflow: workflow as never }).result)) as Run;
  const events = await store.open(run.runId).read(0, Infinity);
  const change = events.find(({ type }) => type === "definition-changed")?.sequence ?? 1;
  compareFollowed(workflow.plan, events, (length) => length >= change);
  return run;
}

describe("a run that is resumed with a definition that was changed at random", () => {
  it("names the steps that had begun and were changed, or ends as the present definition says", async () => {
    let [refused, went] = [0, 0];
    const property = fc.asyncProperty(
      definitionCase,
      fc.array(changeCase, { minLength: 1, maxLength: 3 }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      async (before, changes, share) => {
        const after = changes.reduce(changed, before);
        const first = await begin(built(before) as never, { run: { runId: "run-1" } });
        await first.end();
        const events = first.events.slice(0, 1 + Math.floor(share * (first.events.length - 1)));
        const touched = touchedSteps(before, after, events);
        const outcome = await resumed(snapshotAt(events), built(after)).catch((error: unknown) => error);
        if (touched.size > 0) {
          refused++;
          expect(outcome).toBeInstanceOf(ResumeMismatchError);
          const { differences } = outcome as ResumeMismatchError; // just seen
          expect(new Set(differences.map(({ step }) => step))).toEqual(touched);
          return;
        }
        went++;
        if (outcome instanceof Error) throw outcome;
        const fresh = await ended(createEngine().start(built(after) as never).result);
        expect(outcomesOf(outcome as Run)).toEqual(outcomesOf(fresh as Run));
      },
    );
    await fc.assert(property, trials("changed definitions", 500));
    if (triesAll()) expect(Math.min(refused, went)).toBeGreaterThan(10); // some 42 of 500 are refused, give or take 6
  }, 300_000);
});
