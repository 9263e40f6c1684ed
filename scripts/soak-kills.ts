/**
 * Kills two processes that work on one file of runs, again and again, and checks what they leave, as
 * `test/process/killed-engines.test.ts` does, for longer: a round has a file of its own, and the next one begins until
 * the minutes are over. Prints the seed and a line for each round; ends with 1 after a round in which a promise broke,
 * and leaves its files.
 *
 * `--minutes 10 --runs 1000 --kills 200 --durability process|power`, the seed from STEPSPAN_SEED.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Durability } from "@stepspan/sqlite";
import { type KilledWorkers, type Survival, surviveKills } from "../test/process/killed-workers.ts";
import { randomNumbers } from "../test/support/random-numbers.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    runs: { type: "string", default: "1000" },
    kills: { type: "string", default: "200" },
    durability: { type: "string", default: "process" },
  },
});
const counts = { runs: Number(values.runs), kills: Number(values.kills) };
const durability = values.durability as Durability; // the store refuses others
const random = randomNumbers("soak:kills");
const end = performance.now() + Number(values.minutes) * 60_000;
let total = { rounds: 0, runs: 0, kills: 0, calls: 0, restarts: 0 };

do {
  const folder = mkdtempSync(join(tmpdir(), "stepspan-soak-"));
  const begun = performance.now();
  const survival = await surviveKills({ folder, ...counts, durability, random });
  total = {
    ...{ rounds: total.rounds + 1, runs: total.runs + counts.runs, kills: total.kills + counts.kills },
    ...{ calls: total.calls + survival.calls, restarts: total.restarts + survival.restarts },
  };
  report({ folder, ...counts, durability, random }, survival, performance.now() - begun);
} while (performance.now() < end && process.exitCode !== 1);
console.log(`durability ${durability}:`, total);

function report({ folder }: KilledWorkers, survival: Survival, milliseconds: number): void {
  const { problems, statuses, restarts, calls, room, exitCodes } = survival;
  const seconds = (milliseconds / 1000).toFixed(0);
  const found = `${calls} calls, ${restarts} restarts, ${statuses.join(" and ")}, room ${JSON.stringify(room)}`;
  console.log(`round ${total.rounds}: ${seconds} s, ${found}`);
  const isFull = room.every(([all, narrow]) => all === 16 && narrow === 4);
  if (problems.length === 0 && isFull && exitCodes.every((code) => code === 0)) {
    rmSync(folder, { recursive: true });
    return;
  }
  console.log(problems.join("\n"), `\nexit codes ${exitCodes}, files in ${folder}`);
  process.exitCode = 1;
}
