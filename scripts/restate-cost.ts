/**
 * Measures what a step costs on Restate, beside code written by hand with its SDK for the same job: one server of npm,
 * an orchestrator and a worker for each side, all of them processes of their own on this machine. The sides take turns;
 * a row has the medians of the rounds, and all values that steps give are checked.
 * `--rounds <number>` how many rounds count (5), `--only <job>` measures one job, `--processor` shows as well what the
 * processors took for each process, per step.
 */
import { startRestateServer } from "../packages/examples/src/cluster/restate-server.ts";
import { expectedValues, type Job, jobs } from "./restate-cost/graph.ts";
import { handSides } from "./restate-cost/hand-sides.ts";
import { processorMsOf, type Served, startServed } from "./restate-cost/processes.ts";
import type { Side } from "./restate-cost/side.ts";
import { stepspanSide } from "./restate-cost/stepspan-side.ts";

/** What one round of a job took. */
interface Sample {
  readonly clockMs: number;
  /** By process, in milliseconds. */
  readonly processorMs: Readonly<Record<string, number>>;
}

const rounds = Number(valueAfter("--rounds") ?? 5);
const only = valueAfter("--only");
const chosen = jobs.filter(({ name }) => only === null || name === only);

await using server = await startRestateServer();
const sides: readonly Side[] = [...handSides(server.ingressUrl), stepspanSide(server)];
const served = new Map<string, Served>();
try {
  for (const role of new Set(sides.flatMap((side) => side.roles))) {
    served.set(role, await startServed(role, server.adminUrl));
  }
  for (const job of chosen) {
    const samples = new Map<Side, Sample[]>(sides.map((side) => [side, []]));
    for (let round = 0; round <= rounds; round++) {
      for (const side of sides) {
        const sample = await measure(job, side);
        if (round > 0) samples.get(side)!.push(sample); // the one before them warms up
      }
    }
    report(job, samples);
  }
} finally {
  for (const { stop } of served.values()) stop();
}

async function measure(job: Job, side: Side): Promise<Sample> {
  const expected = expectedValues(job);
  const before = await processorTimes(side);
  const started = performance.now();
  const results = await Promise.all(Array.from({ length: job.runs }, () => side.run(job)));
  const clockMs = performance.now() - started;
  const after = await processorTimes(side);
  for (const values of results) {
    const wrong = expected.findIndex((value, step) => values[step] !== value);
    if (wrong !== -1 || values.length !== expected.length) {
      throw new Error(
        `${side.name}, ${job.name}: step ${wrong} gave ${String(values[wrong])}, not ${expected[wrong]}.`,
      );
    }
  }
  const processorMs = Object.entries(after).map(([name, time]) => [name, time - before[name]!] as const);
  return { clockMs, processorMs: Object.fromEntries(processorMs) };
}

async function processorTimes(side: Side): Promise<Readonly<Record<string, number>>> {
  const times: Record<string, number> = { server: processorMsOf(server.pid) ?? Number.NaN };
  for (const role of side.roles) times[role.split("-").at(-1)!] = await served.get(role)!.processorMs();
  return times;
}

function report(job: Job, samples: ReadonlyMap<Side, readonly Sample[]>): void {
  const steps = job.parents.length * job.runs;
  const rows: Record<string, Record<string, string>> = {};
  for (const [side, all] of samples) {
    const clock = median(all.map(({ clockMs }) => clockMs));
    const row: Record<string, string> = { ms: clock.toFixed(1), "per step": (clock / steps).toFixed(3) };
    for (const [other, theirs] of samples) {
      if (!other.name.startsWith("by hand")) continue;
      const ratios = all.map(({ clockMs }, round) => clockMs / theirs[round]!.clockMs);
      row[`to ${other.name}`] = other === side ? "" : median(ratios).toFixed(2);
    }
    for (const name of process.argv.includes("--processor") ? Object.keys(all[0]!.processorMs) : []) {
      row[`${name} CPU`] = (median(all.map(({ processorMs }) => processorMs[name]!)) / steps).toFixed(3);
    }
    rows[side.name] = row;
  }
  console.log(`\n${job.name}: ${steps} steps. Milliseconds, median of ${rounds} rounds; CPU is per step.`);
  console.table(rows);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function valueAfter(option: string): string | null {
  const at = process.argv.indexOf(option);
  return at === -1 ? null : (process.argv[at + 1] ?? null);
}
