/**
 * Measures how long runs of many steps take on a Restate server, one orchestrator and one worker, each a process of its
 * own: a fan-out and a map of 1,000, 5,000 and 20,000, all of them open at once. Prints milliseconds per step, from the
 * start of the run to its result in this process, and the ratio to those of the smallest size: 1 is linear. Rounds are
 * interleaved, and their median counts.
 *
 * `--sizes 1000,5000,20000 --rounds 3 --only map|fan-out`
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createRestateEngine } from "@stepspan/restate";
import { startMember } from "../packages/examples/src/cluster/member.ts";
import { register } from "../packages/examples/src/cluster/register.ts";
import { startRestateServer } from "../packages/examples/src/cluster/restate-server.ts";
import { shapesOf } from "../test/restate/programs/shapes.ts";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,5000,20000" },
    rounds: { type: "string", default: "3" },
    only: { type: "string", default: "" },
  },
});
const sizes = values.sizes.split(",").map(Number);
const rounds = Number(values.rounds);
const programs = join(import.meta.dirname, "../test/restate/programs");
const parameters = [values.sizes];

await using server = await startRestateServer();
const orchestrator = await startMember("orchestrator", join(programs, "shapes-orchestrator.ts"), parameters);
const worker = await startMember("worker", join(programs, "shapes-worker.ts"), parameters);
for (const { port } of [orchestrator, worker]) await register(server.adminUrl, `http://127.0.0.1:${port}`);
await using engine = createRestateEngine({ ingressUrl: server.ingressUrl, adminUrl: server.adminUrl });

const shapes = [...shapesOf(sizes)].filter(([name]) => name.startsWith(values.only));
const perStep = new Map(shapes.map(([name]): [string, number[]] => [name, []]));
for (let round = 0; round <= rounds; round++) {
  for (const [name, shape] of shapes) {
    const begun = performance.now();
    const run = await engine.run(shape);
    const milliseconds = performance.now() - begun;
    if (run.status !== "succeeded") throw new Error(`${name} is ${run.status}`);
    const steps = Number(name.slice(name.lastIndexOf("-") + 1));
    if (round > 0) perStep.get(name)?.push(milliseconds / steps); // the first round warms up
    process.stderr.write(`${round === 0 ? "warm-up" : `round ${round}`}: ${name} ${Math.round(milliseconds)} ms\n`);
  }
}
await Promise.all([orchestrator.kill(), worker.kill()]);
const rows = ["fan-out", "map"].filter((kind) => kind.startsWith(values.only)).map((kind) => [kind, rowOf(kind)]);
console.table(Object.fromEntries(rows));

function rowOf(kind: string): Record<string, string> {
  const smallest = median(perStep.get(`${kind}-${sizes[0]}`) ?? []);
  const row: Record<string, string> = {};
  for (const size of sizes) {
    const measured = median(perStep.get(`${kind}-${size}`) ?? []);
    row[`${size} (ms per step)`] = measured.toFixed(2);
    if (size !== sizes[0]) row[`${size}, ratio`] = (measured / smallest).toFixed(2);
  }
  return row;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN;
}
