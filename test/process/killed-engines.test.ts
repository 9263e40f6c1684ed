import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { randomNumbers } from "../support/random-numbers.ts";
import { temporaryFile } from "../support/temporary-file.ts";
import { surviveKills } from "./killed-workers.ts";

const runs = Number(process.env.STEPSPAN_KILLED_RUNS ?? 1000);
const kills = Number(process.env.STEPSPAN_KILLS ?? 100);

/** @param share of the runs and the kills */
function survive(durability: "process" | "power", share: number) {
  const random = randomNumbers(`killed engines, durability ${durability}`);
  const counts = { runs: Math.ceil(runs * share), kills: Math.ceil(kills * share) };
  return surviveKills({ folder: dirname(temporaryFile()), ...counts, durability, random });
}

const roomOfBoth = [
  [16, 4],
  [16, 4],
];

describe("two engines in two processes on one file, killed at random", () => {
  it("finish every run once, repeat no recorded success, and lose no slot", { timeout: 400_000 }, async () => {
    const { problems, statuses, room, exitCodes, restarts } = await survive("process", 1);
    expect(problems).toEqual([]);
    expect(statuses).toEqual(["cancelled", "succeeded"]);
    expect(room).toEqual(roomOfBoth);
    expect(exitCodes).toEqual([0, 0]);
    expect(restarts).toBeGreaterThan(kills / 4); // there was something to be killed in
  });

  it("do so with durability power, too", { timeout: 200_000 }, async () => {
    const { problems, statuses, room, exitCodes } = await survive("power", 0.08);
    expect({ problems, statuses, room, exitCodes }).toEqual({
      ...{ problems: [], statuses: ["cancelled", "succeeded"] },
      ...{ room: roomOfBoth, exitCodes: [0, 0] },
    });
  });
});
