import { isDeepStrictEqual } from "node:util";
import { type FlowFacts, firstOf, placeAt, settlementAt } from "./flow-facts.ts";

/** Races: the first to succeed wins, and the others are stopped. */
export const raceInvariants = {
  theFirstToSucceedWins: (facts: FlowFacts) =>
    firstOf(racesIn(facts), ({ path, members }) => {
      const race = settlementAt(facts, path);
      const ends = members.map((member) => settlementAt(facts, member)!); // everything settles
      const wins = ends
        .filter((end) => end.type === "step-succeeded")
        .sort((one, other) => one.sequence - other.sequence);
      if (wins.length > 1 && race?.type === "step-succeeded")
        return `${wins.map((win) => win.path).join(", ")} win ${path} together`;
      const [winner] = wins;
      if (race?.type === "step-succeeded")
        return winner !== undefined && isDeepStrictEqual(winner.output, race.output) && race.sequence > winner.sequence
          ? null
          : `${path} does not have the output of its winner`;
      return winner === undefined || race?.type === "step-cancelled"
        ? null
        : `${winner.path} won ${path}, which ${race?.type}`;
    }),

  losersAreCancelledForTheRace: (facts: FlowFacts) =>
    firstOf(racesIn(facts), ({ path, name, members }) => {
      const race = settlementAt(facts, path);
      if (race?.type !== "step-succeeded") return null;
      return firstOf(members, (member) => {
        const end = settlementAt(facts, member);
        if (end === undefined || end.sequence < race.sequence) return null;
        const isLoser = end.type === "step-cancelled" && end.because.kind === "race" && end.because.step === name;
        const isEndedBefore =
          end.type === "step-failed" || (end.type === "step-cancelled" && end.because.kind !== "race");
        return isLoser || isEndedBefore ? null : `${member} lost ${path}, and ${end.type}`;
      });
    }),

  onlyLosersAreCancelledForARace: (facts: FlowFacts) =>
    firstOf(facts.events, (event) => {
      if (event.type !== "step-cancelled" || event.because.kind !== "race") return null;
      const { because } = event;
      const isWon = [...facts.byPath.keys()].some(
        (path) =>
          path.endsWith(because.step) &&
          settlementAt(facts, path)?.type === "step-succeeded" &&
          isBelow(event.path, path),
      );
      return isWon ? null : `${event.path} is cancelled for a race that nobody won`;
    }),
};

/** Whether a path is in the run of a race, or below it. */
function isBelow(path: string, race: string): boolean {
  return path.startsWith(race.slice(0, race.lastIndexOf("/") + 1));
}

function racesIn({ flow, byPath }: FlowFacts) {
  return [...byPath.keys()].flatMap((path) => {
    const { step, prefix } = placeAt(flow, path);
    if (step.form.kind !== "race") return [];
    return [{ path, name: step.name, members: step.form.of.map((member) => prefix + member) }];
  });
}
