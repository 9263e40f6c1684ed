import fc from "fast-check";
import { type PlayedRun, playWithStops, type Scenario } from "../support/crashing-host.ts";
import type { Trials } from "../support/random-trials.ts";
import type { Stop } from "../support/stopping-store.ts";
import { checkPlayed, outcomeOfRun } from "./check-played.ts";

/**
 * Stops the process of a run before and after each of its writes, and the next process before and after each of its own.
 *
 * @param seconds how many of the stops of the next process are tried, chosen at random; null: all
 * @returns how many runs were played
 */
export async function stopEverywhere(scenario: Scenario, seconds: Trials | null): Promise<number> {
  const undisturbed = await playWithStops(scenario, []);
  const expected = outcomeOfRun(undisturbed.run);
  let count = 1;
  const play = async (stops: readonly Stop[]): Promise<PlayedRun> => {
    count++;
    try {
      const played = await playWithStops(scenario, stops);
      checkPlayed(played, expected);
      return played;
    } catch (cause) {
      throw new Error(`stopped ${stops.map(({ when, write }) => `${when} write ${write}`).join(", then ")}`, { cause });
    }
  };
  for (const [index, first] of stopsWithin(undisturbed).entries()) {
    if (first.write === 1 && first.when === "before") continue; // it never began
    const second = stopsWithin(await play([first]));
    const chosen = seconds === null ? second : sample(second, { ...seconds, seed: seconds.seed + index });
    for (const stop of chosen) await play([first, stop]);
  }
  return count;
}

/** Every stop of the last process, but that after its last write: the run is over then. */
function stopsWithin({ writes }: PlayedRun): readonly Stop[] {
  return Array.from({ length: writes.at(-1)! }, (_, index) => index + 1) // each run had a process
    .flatMap((write): Stop[] => [
      { write, when: "before" },
      { write, when: "after" },
    ])
    .slice(0, -1);
}

function sample(stops: readonly Stop[], { seed, numRuns }: Trials): readonly Stop[] {
  const length = Math.min(numRuns, stops.length);
  const some = fc.subarray([...stops], { minLength: length, maxLength: length });
  return fc.sample(some, { seed, numRuns: 1 })[0]!; // one was asked for
}
