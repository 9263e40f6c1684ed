import { checkRun } from "./checked-run.ts";
import type { Engine } from "./engine.ts";
import type { Cell, Cost, Pace, Times } from "./job.ts";
import { type Graph, graphOf } from "./shapes.ts";
import { expectedValues } from "./steps.ts";
import { stopwatch } from "./stopwatch.ts";

const mostSamples = 200;

interface Sample {
  readonly run: Cost;
  readonly build: Cost;
}

/** Measures one graph: a sample that warms up, more if there is time, then those that count. @throws WrongResultError */
export async function takeTimes(engine: Engine, cell: Cell, pace: Pace): Promise<Times> {
  const graph = graphOf(cell.shape, cell.size);
  const expected = expectedValues(graph);
  const builds = Math.max(1, Math.ceil(pace.fewestSteps / (graph.parents.length * cell.runs)));
  const take = () => takeSample(engine, graph, { expected, builds, runs: cell.runs });
  const begun = performance.now();
  const first = await take();
  if (performance.now() - begun > pace.patienceMs) return timesOf([first], true);
  while (performance.now() - begun < pace.warmUpMs) await take();
  const samples: Sample[] = [];
  const started = performance.now();
  do samples.push(await take());
  while (performance.now() - started < pace.measureMs && samples.length < mostSamples);
  return timesOf(samples, false);
}

function timesOf(samples: readonly Sample[], isCold: boolean): Times {
  return {
    run: samples.map(({ run }) => run),
    build: samples.map(({ build }) => build),
    isCold,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** What a sample is made of: so many graphs are built, and each is run so many times. */
interface SampleSize {
  readonly expected: readonly number[];
  readonly builds: number;
  readonly runs: number;
}

/** Time passes on the clock only while the engine builds and runs; results are checked in between. */
async function takeSample(engine: Engine, graph: Graph, { expected, builds, runs }: SampleSize): Promise<Sample> {
  const [building, running] = [stopwatch(), stopwatch()];
  for (let round = 0; round < builds; round++) {
    building.start();
    const built = await engine.build(graph);
    building.stop();
    for (let count = 0; count < runs; count++) {
      running.start();
      const outcome = await built.run();
      running.stop();
      checkRun(outcome, expected);
    }
    await built.close?.();
  }
  const steps = expected.length * builds;
  return { run: running.costPer(steps * runs), build: building.costPer(steps) };
}
