import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { createEngine, memoryStore, type Observer } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { otelObserver } from "@stepspan/otel";
import { type AnyWorkflow, defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { turn } from "../support/turn.ts";

interface Point {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of a histogram its count and its sum. */
  readonly value: number | { readonly count: number; readonly sum: number };
}

/** Metrics of the real SDK, read when the test says so. */
function createMetering() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
  const meter = new MeterProvider({ readers: [reader] }).getMeter("test");
  return {
    observer: otelObserver({ meter }),
    async points(name: string): Promise<readonly Point[]> {
      exporter.reset();
      await reader.forceFlush();
      const metrics = exporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
      const found = metrics.find(({ descriptor }) => descriptor.name === name);
      return (found?.dataPoints ?? []).map(({ attributes, value }) => ({
        attributes,
        value: typeof value === "number" ? value : { count: value.count, sum: value.sum ?? Number.NaN },
      })) as readonly Point[];
    },
    shutdown: () => reader.shutdown(),
  };
}

const ofWork = { "stepspan.workflow.name": "work" };

describe("metrics", () => {
  it("are the durations of runs, steps and attempts in seconds, by workflow, step and status", async () => {
    const clock = createManualClock(1_000);
    const steps = createHeldSteps();
    const metering = createMetering();
    const engine = createEngine({ clock, observers: [metering.observer], concurrency: 1 });
    const work = workflow("work")
      .step("left", { run: steps.held("left"), retry: { attempts: 2, delay: 500 } })
      .step("right", { run: steps.held("right") });
    const handle = engine.start(work);
    await turn();
    clock.advance(1_000);
    await steps.fail("left", new RangeError("no"));
    clock.advance(250);
    await steps.succeed("right");
    clock.advance(250);
    await turn();
    clock.advance(2_000);
    await steps.succeed("left");
    await handle.result;
    const left = { ...ofWork, "stepspan.step.name": "left" };
    const right = { ...ofWork, "stepspan.step.name": "right" };
    const well = { "stepspan.status": "succeeded" };
    expect(await metering.points("stepspan.run.duration")).toEqual([
      { attributes: { ...ofWork, ...well }, value: { count: 1, sum: 3.5 } },
    ]);
    expect(await metering.points("stepspan.step.duration")).toEqual([
      { attributes: { ...right, ...well }, value: { count: 1, sum: 0.25 } },
      { attributes: { ...left, ...well }, value: { count: 1, sum: 3.5 } },
    ]);
    expect(await metering.points("stepspan.attempt.duration")).toEqual([
      { attributes: { ...left, "stepspan.status": "failed", "error.type": "RangeError" }, value: { count: 1, sum: 1 } },
      { attributes: { ...right, ...well }, value: { count: 1, sum: 0.25 } },
      { attributes: { ...left, ...well }, value: { count: 1, sum: 2 } },
    ]);
    expect(await metering.points("stepspan.attempts")).toEqual([
      { attributes: left, value: 2 },
      { attributes: right, value: 1 },
    ]);
    await metering.shutdown();
  });

  it("are the steps that failed, by the class of the error", async () => {
    const metering = createMetering();
    const work = workflow("work").step("only", {
      run: () => {
        throw new RangeError("no");
      },
    });
    const engine = createEngine({ observers: [metering.observer] });
    for (let times = 0; times < 2; times++) await engine.run(work).catch(() => undefined);
    expect(await metering.points("stepspan.step.failures")).toEqual([
      {
        attributes: {
          ...ofWork,
          "stepspan.step.name": "only",
          "error.type": "RangeError",
          "stepspan.tolerated": false,
        },
        value: 2,
      },
    ]);
    expect((await metering.points("stepspan.run.duration"))[0]?.attributes["stepspan.status"]).toBe("failed");
    await metering.shutdown();
  });

  it("are the runs that are open, and the attempts that wait for a slot: retries, and bodies that go on, too", async () => {
    const clock = createManualClock(1_000);
    const steps = createHeldSteps();
    const metering = createMetering();
    const answer = defineEvent("answer", z.string());
    const engine = createEngine({ clock, observers: [metering.observer], concurrency: 1 });
    const work = workflow("work")
      .step("asks", { run: (_: object, { waitFor }) => waitFor(answer) })
      .step("a", { run: steps.held("a"), retry: { attempts: 2, delay: 10 } })
      .step("b", { run: steps.held("b") })
      .step("c", { run: steps.held("c") });
    const depth = async () => (await metering.points("stepspan.queue.depth"))[0]?.value;
    const open = async () => (await metering.points("stepspan.runs.open"))[0]?.value;
    const handle = engine.start(work);
    await turn();
    expect([await open(), await depth(), steps.open]).toEqual([1, 2, ["a"]]); // b and c
    await handle.send(answer, "yes");
    expect(await depth()).toBe(3); // the body that has its answer
    await steps.fail("a");
    expect([await depth(), steps.open]).toEqual([2, ["b"]]); // c and the body
    clock.advance(10);
    await turn();
    expect(await depth()).toBe(3); // the retry of a
    await steps.succeed("b");
    await steps.succeed("c");
    await steps.succeed("a");
    await handle.result;
    expect([await open(), await depth()]).toEqual([0, 0]);
    await metering.shutdown();
  });

  it("go back to nothing when a run is cancelled, fails or is left while steps wait for slots", async () => {
    const metering = createMetering();
    const endings: readonly ((observers: readonly Observer[]) => Promise<unknown>)[] = [
      async (observers) => {
        const steps = createHeldSteps();
        const engine = createEngine({ observers, concurrency: 1 });
        const handle = engine.start(
          workflow("work")
            .step("a", { run: steps.held("a") })
            .step("b", { run: () => 1 }),
        );
        await turn();
        handle.cancel("enough");
        await steps.succeed("a");
        await handle.result.catch(() => undefined);
      },
      async (observers) => {
        const engine = createEngine({ observers, concurrency: 1 });
        const fails = () => {
          throw new Error("no");
        };
        await engine
          .run(
            workflow("work")
              .step("a", { run: fails })
              .step("b", { run: () => 1 }),
          )
          .catch(() => undefined);
      },
      async (observers) => {
        const steps = createHeldSteps();
        const engine = createEngine({ observers, concurrency: 1, store: memoryStore() });
        const handle = engine.start(
          workflow("work")
            .step("a", { run: steps.held("a") })
            .step("b", { run: () => 1 }),
        );
        handle.result.catch(() => undefined);
        await turn();
        await engine.close({ runs: "leave" });
      },
    ];
    for (const end of endings) {
      await end([metering.observer]);
      expect((await metering.points("stepspan.queue.depth"))[0]?.value).toBe(0);
      expect((await metering.points("stepspan.runs.open"))[0]?.value).toBe(0);
    }
    await metering.shutdown();
  });

  it("have an end: beyond a thousand steps, and beyond a hundred classes of errors, they are others", async () => {
    const metering = createMetering();
    let wide: AnyWorkflow = workflow("wide", { failFast: false });
    for (let at = 0; at < 1_200; at++) {
      const run = () => {
        throw Object.assign(new Error("no"), { name: `Error${at}` });
      };
      wide = wide.step(`step ${at}` as string, { run, continueOnError: true });
    }
    await createEngine({ observers: [metering.observer] }).run(wide as never);
    const attempts = await metering.points("stepspan.attempts");
    expect(attempts).toHaveLength(1_000); // 999 beside the name of the workflow, and the others
    expect(attempts.find(({ attributes }) => attributes["stepspan.step.name"] === "_OTHER")?.value).toBe(201);
    const failures = await metering.points("stepspan.step.failures");
    expect(new Set(failures.map(({ attributes }) => attributes["error.type"])).size).toBe(101);
    await metering.shutdown();
  });
});
