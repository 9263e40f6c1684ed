/**
 * Measures what keeping runs costs: microseconds per step that does nothing, in memory and in a SQLite file with each
 * durability, side by side in one process: the median of the rounds. Time is that of the clock, and with
 * `--processor` that of the processor, which other programs and the waiting for a disk disturb little.
 * `--concurrency <number>` sets that of the engines, 16 if it is left out; `--rounds <number>` how many rounds count.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createEngine, memoryStore, type Store } from "@stepspan/engine";
import { type Durability, sqliteStore } from "@stepspan/sqlite";
import { chain, fanOut, type Shape } from "../test/scale/shapes.ts";

const shapes: readonly (readonly [name: string, shape: Shape, steps: number])[] = [
  ["fan-out of 1,000", fanOut, 1000],
  ["fan-out of 10,000", fanOut, 10_000],
  ["chain of 1,000", chain, 1000],
];
const kinds = ["memory", "process", "power"] as const;
type Kind = (typeof kinds)[number];

const ofProcessor = process.argv.includes("--processor");
const rounds = numberAfter("--rounds") ?? 5;
const concurrency = numberAfter("--concurrency") ?? 16;
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const rows: Record<string, Record<string, string>> = {};
for (const [name, shape, steps] of shapes) {
  const costs: Record<Kind, number[]> = { memory: [], process: [], power: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const kind of kinds) {
      const cost = await measure(kind, shape, steps);
      if (round > 0) costs[kind].push(cost); // the one before them warms up
    }
  }
  const memory = median(costs.memory);
  rows[name] = Object.fromEntries(
    kinds.flatMap((kind) => {
      const cost = median(costs[kind]);
      return [
        [kind, cost.toFixed(1)],
        ...(kind === "memory" ? [] : [[`${kind} above memory`, (cost - memory).toFixed(1)]]),
      ];
    }),
  );
}
console.log(
  `Microseconds of the ${ofProcessor ? "processor" : "clock"} per step, concurrency ${concurrency}, median of ${rounds} rounds:`,
);
console.table(rows);

async function measure(kind: Kind, shape: Shape, steps: number): Promise<number> {
  const workflow = shape(steps);
  void workflow.plan; // built before the clock runs
  const folder = mkdtempSync(join(tmpdir(), "stepspan-store-cost-"));
  const { store, close } = openStore(kind, folder);
  const engine = createEngine({ store, concurrency });
  collectGarbage();
  const started = microseconds();
  await engine.run(workflow);
  const cost = (microseconds() - started) / steps;
  await engine.close();
  close();
  rmSync(folder, { recursive: true });
  return cost;
}

function microseconds(): number {
  if (!ofProcessor) return performance.now() * 1000;
  const { user, system } = process.cpuUsage();
  return user + system;
}

function openStore(kind: Durability | "memory", folder: string): { readonly store: Store; readonly close: () => void } {
  if (kind === "memory") return { store: memoryStore(), close: () => undefined };
  const store = sqliteStore(join(folder, "runs.db"), { durability: kind });
  return { store, close: () => store.close() };
}

function median(costs: readonly number[]): number {
  return costs.toSorted((one, other) => one - other)[Math.floor(costs.length / 2)] ?? Number.NaN;
}

function numberAfter(option: string): number | null {
  const at = process.argv.indexOf(option);
  return at === -1 ? null : Number(process.argv[at + 1]);
}
