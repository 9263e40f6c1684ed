import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { randomNumbers } from "../../support/random-numbers.ts";
import { temporaryFile } from "../../support/temporary-file.ts";
import { surviveKills } from "./survive-kills.ts";

const runs = 8;

describe("a server, two orchestrators and three workers, killed at random", () => {
  it("finish every run as if nothing had been, and repeat only what was open", { timeout: 120_000 }, async () => {
    const random = randomNumbers("killed cluster");
    const seed = Math.floor(random() * 2 ** 31);
    const plan = { folder: dirname(temporaryFile("ledger.jsonl")), runs, steps: 120, seed, random, pauseMs: 800 };
    const { problems, finished, kills, calls } = await surviveKills({ ...plan, say: () => undefined });
    expect(problems).toEqual([]);
    expect(finished).toBe(runs);
    expect(calls).toBeGreaterThan(runs * 120);
    expect(kills.length).toBeGreaterThan(2); // there was something to be killed in
  });
});
