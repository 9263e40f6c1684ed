/**
 * Replays recorded workflows on the engine in virtual time, and prints how much longer each schedule takes than any
 * schedule has to: `pnpm bench:schedule [--data <folder>] [--slots 4,16,64]`.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Measurement, measure } from "./measure.ts";
import { distanceOf, tableOf } from "./report.ts";
import { readTraces } from "./trace.ts";

const learning = { runs: 10, spread: 0.2, seed: 1 };

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: "string" }, slots: { type: "string" } } });
  const folder = values.data ?? join(import.meta.dirname, "../../../shared/data/workflows");
  const counts = (values.slots ?? "4,16,64").split(",").map(Number);
  const wrong = counts.find((slots) => !Number.isInteger(slots) || slots < 1);
  if (wrong !== undefined) throw new Error(`--slots got ${wrong}. Give whole numbers of at least 1: --slots 4,16,64.`);
  const traces = readTraces(folder);
  const distances: string[] = [];
  for (const slots of counts) {
    const measurements: Measurement[] = [];
    for (const trace of traces) measurements.push(await measure(trace, slots, learning));
    console.log(`${tableOf(slots, measurements)}\n`);
    distances.push(distanceOf(slots, measurements));
  }
  console.log(distances.join("\n"));
}

try {
  await main();
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
}
