/**
 * Runs of a graph of 120 steps with random failures, on a Restate server, two orchestrators and three workers, which are
 * killed again and again, the server too, as `test/restate/kills` does with fewer. All runs must come to what was
 * computed by hand; no attempt whose end is recorded may be repeated, nor any other one but those that were open in a
 * process when it was killed, as a ledger outside of the runs shows. Prints the seed, each kill, and what was found; ends
 * with 1 and leaves the ledger if a promise broke.
 *
 * `--runs 200 --steps 120 --pause 1500` (the longest time between kills, in milliseconds), the seed from STEPSPAN_SEED.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { surviveKills } from "../test/restate/kills/survive-kills.ts";
import { randomNumbers } from "../test/support/random-numbers.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    steps: { type: "string", default: "120" },
    pause: { type: "string", default: "1500" },
  },
});
const random = randomNumbers("soak:restate");
const folder = mkdtempSync(join(tmpdir(), "stepspan-kills-"));
const begun = performance.now();
const [runs, steps, pauseMs] = [Number(values.runs), Number(values.steps), Number(values.pause)];
const say = (line: string) => console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}`);
const seed = Math.floor(random() * 2 ** 31);
const { problems, finished, kills, calls, repeated, milliseconds } = await surviveKills({
  ...{ folder, runs, steps, seed, random, pauseMs, say },
});
const killed = [...Map.groupBy(kills, ({ what }) => what)].map(([what, { length }]) => `${length} of ${what}`);
console.log(`${finished} of ${runs} runs of ${steps} steps finished in ${(milliseconds / 1000).toFixed(0)} s.`);
console.log(`${kills.length} kills: ${killed.join(", ")}.`);
console.log(
  `${calls} calls of bodies, ${repeated} of them repeated what was open when its process or the server was killed.`,
);
if (problems.length === 0) {
  rmSync(folder, { recursive: true });
} else {
  console.log(problems.join("\n"), `\nthe ledger is in ${folder}`);
  process.exitCode = 1;
}
