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
  const mostRuns = Math.max(cell.runs, pace.fewestRuns, Math.ceil(pace.fewestSteps / graph.parents.length));
  const size = { fewestRuns: cell.runs, mostRuns, longestMs: pace.patienceMs / 4 };
  const take = () => takeSample(engine, graph, expected, size);
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

/** What a sample is made of: a graph is built, and run so many times, fewer if it takes longer. */
interface SampleSize {
  readonly fewestRuns: number;
  readonly mostRuns: number;
  readonly longestMs: number;
}

/** Time passes on the clock only while the engine builds and runs; results are checked in between. */
async function takeSample(
  engine: Engine,
  graph: Graph,
  expected: readonly number[],
  { fewestRuns, mostRuns, longestMs }: SampleSize,
): Promise<Sample> {
  const [building, running] = [stopwatch(), stopwatch()];
  building.start();
  const built = await engine.build(graph);
  building.stop();
  const begun = performance.now();
  let runs = 0;
  while (runs < fewestRuns || (runs < mostRuns && performance.now() - begun < longestMs)) {
    runs++;
    running.start();
    const outcome = await built.run();
    running.stop();
    checkRun(outcome, expected);
  }
  await built.close?.();
  return { run: running.costPer(expected.length * runs), build: building.costPer(expected.length) };
}
