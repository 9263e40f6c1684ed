/**
 * Makes very many runs of five steps in one process, under one signal of the caller that outlives them all: plain ones,
 * failing ones, some that retry, run out of time, have a map or are cancelled, in an engine with the usual memory store
 * and in one whose store keeps little. Prints the heap after a collection and what a run costs, for each part of the
 * way; ends with 1 and says which when a promise broke: a heap that is not flat within 10 MB after the warm-up,
 * listeners left on the signal, a warning of Node, a run that ended otherwise than it should, a process that does not
 * exit by itself once its engines are closed.
 *
 * `--runs 1000000 --samples 20 --warm-up <a tenth of the runs, at least 20000>`
 */
import { parseArgs } from "node:util";
import { type LeftBehind, makeManyRuns, type Sample } from "../test/process/many-runs.ts";
import { type HeapLimits, heapCourse, soakProblems } from "../test/process/soak-problems.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000000" },
    samples: { type: "string", default: "20" },
    "warm-up": { type: "string" },
  },
});
const runs = Number(values.runs);
const plan = { runs, samples: Number(values.samples), keepEvents: null, exitMs: 10_000 };
const warmUpRuns = values["warm-up"] === undefined ? Math.max(runs / 10, 20_000) : Number(values["warm-up"]);
const spreadBytes = 10_000_000;
/** What would add up to the spread by the last run; in a short soak less, as a listener alone is 200. */
const bytesPerRun = Math.min(100, Math.ceil(spreadBytes / (runs - warmUpRuns)));
const limits: HeapLimits = { warmUpRuns, spreadBytes, bytesPerRun };
if (!(runs * (1 - 3 / plan.samples) >= warmUpRuns)) {
  throw new Error(
    `${values.runs} runs and ${values.samples} samples leave fewer than 3 samples after a warm-up of ${warmUpRuns} runs. Give more --runs or more --samples.`,
  );
}

console.log("     runs |  heap (MB) | listeners | µs per run | µs of the processor");
const left = await makeManyRuns(plan, printSample);
const problems = soakProblems(left, plan, limits);
printEnd(left);
if (problems.length > 0) {
  console.error(`\n${problems.join("\n")}`);
  process.exitCode = 1;
}

function printSample({ runs: made, heapBytes, listeners, wallMicroseconds, processorMicroseconds }: Sample): void {
  const cells = [
    String(made).padStart(9),
    megabytes(heapBytes).padStart(10),
    String(listeners).padStart(9),
    wallMicroseconds.toFixed(0).padStart(10),
    processorMicroseconds.toFixed(0).padStart(19),
  ];
  console.log(cells.join(" | "));
}

function printEnd({ samples, wide, closed, end }: LeftBehind): void {
  if (closed === null) return;
  const { smallestBytes, largestBytes, bytesPerRun } = heapCourse(samples, warmUpRuns);
  const spread = `${megabytes(largestBytes - smallestBytes)} MB, ${bytesPerRun.toFixed(2)} bytes per run`;
  console.log(
    `\nheap after the first ${warmUpRuns} runs: from ${megabytes(smallestBytes)} to ${megabytes(largestBytes)} MB: ${spread}`,
  );
  const cost = samples.map(({ processorMicroseconds }) => processorMicroseconds);
  const [first, last] = [cost.find((_, index) => samples[index]!.runs >= warmUpRuns)!, cost.at(-1)!]; // a course has three samples
  console.log(
    `a run costs ${first.toFixed(0)} µs of the processor after the warm-up, ${last.toFixed(0)} µs at the end`,
  );
  const inside = wide.map(({ steps, listenersInside }) => `${listenersInside} with ${steps} steps at once`);
  console.log(`listeners on the caller's signal: ${inside.join(", ")}; ${closed.listeners} at the end`);
  console.log(`warnings: ${closed.warnings.length}; exit: ${end}`);
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(2);
}
