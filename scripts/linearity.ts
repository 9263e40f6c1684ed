/**
 * Measures how the time to build and to run a workflow grows with its size: for each shape the microseconds per step at
 * 10,000 and 20,000 steps (with --full at 100,000 too), and the ratio of the two. Linear growth has a ratio of 1. Time
 * is that of the processor, so that other programs on the machine disturb it little.
 * `--only <shape>` measures one shape.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createEngine } from "@stepspan/engine";
import { chain, fanInByHelper, fanInByNames, fanOut, layers, type Shape } from "../test/scale/shapes.ts";

const shapes: Readonly<Record<string, Shape>> = {
  "fan-out": fanOut,
  chain,
  "layers, 3 parents": layers,
  "fan-in, closure": fanInByNames,
  "fan-in, helper": fanInByHelper,
};
/** Rounds that count; one more comes before them, to warm up. */
const rounds = 5;

/** Microseconds of processor time per step. */
interface Cost {
  readonly build: number;
  readonly run: number;
}

interface Measured {
  readonly shape: string;
  readonly size: number;
  readonly costs: Cost[];
}

const parameters = process.argv.slice(2);
const sizes = [10_000, 20_000, ...(parameters.includes("--full") ? [100_000] : [])];
const only = parameters[parameters.indexOf("--only") + 1];
const names = Object.keys(shapes).filter((name) => !parameters.includes("--only") || name === only);
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const all: Measured[] = names.flatMap((shape) => sizes.map((size) => ({ shape, size, costs: [] })));
for (let round = 0; round <= rounds; round++) {
  for (const { shape, size, costs } of all) {
    const cost = await measure(shapes[shape]!, size);
    if (round > 0) costs.push(cost);
  }
  process.stderr.write(`round ${round} of ${rounds}\n`);
}
console.table(Object.fromEntries(names.map((shape) => [shape, rowOf(shape)])));

async function measure(shape: Shape, size: number): Promise<Cost> {
  collectGarbage();
  const begun = process.cpuUsage();
  const workflow = shape(size);
  const { steps } = workflow.plan;
  const build = microsecondsSince(begun) / steps.length;
  collectGarbage();
  const engine = createEngine();
  const started = process.cpuUsage();
  await engine.run(workflow);
  return { build, run: microsecondsSince(started) / steps.length };
}

function microsecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function rowOf(shape: string): Record<string, string> {
  const row: Record<string, string> = {};
  for (const part of ["build", "run"] as const) {
    const medians = sizes.map((size) => median(all.find((one) => one.shape === shape && one.size === size)!, part));
    sizes.forEach((size, index) => {
      row[`${part} ${size / 1000}k (µs)`] = medians[index]!.toFixed(1);
    });
    row[`${part} ratio`] = (medians[1]! / medians[0]!).toFixed(2);
    if (medians[2] !== undefined) row[`${part} ratio 100k`] = (medians[2] / medians[0]!).toFixed(2);
  }
  return row;
}

function median({ costs }: Measured, part: keyof Cost): number {
  const sorted = costs.map((cost) => cost[part]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
