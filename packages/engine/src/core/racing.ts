import { StepError } from "../errors/step-errors.ts";
import type { CommandSink } from "./commands.ts";
import type { EventBody } from "./events.ts";
import { stopUnits } from "./halting.ts";
import { type CoreState, isLost, Phase, rootOfLoss, setPhase } from "./state.ts";
import { toleratesFailure } from "./tolerance.ts";
import { pathAt } from "./units.ts";
import { stepSucceeded } from "./usual-events.ts";

/** A member of a race has settled: if it is the first to succeed the race is decided, and the others are stopped. */
export function settleMember(state: CoreState, index: number, commands: CommandSink): void {
  const race = state.plan.raceOf[index]!;
  if (race === -1 || state.phases[race] !== Phase.waiting) return;
  const record = state.records[index]!; // it has settled
  if (record.status !== "succeeded") return;
  setPhase(state, race, Phase.settling);
  const event = stepSucceeded(pathAt(state, race), 0, record.output);
  commands.push({ type: "settle", event });
  const because = { kind: "race", step: state.plan.steps[race]!.name } as const;
  stopUnits(state, membersOf(state, race), { because, upstream: null }, commands);
}

/** All members of a race have settled, and none succeeded. */
export function loseRace(state: CoreState, race: number, commands: CommandSink): void {
  setPhase(state, race, Phase.settling);
  commands.push({ type: "settle", event: lostRace(state, race) });
}

function lostRace(state: CoreState, race: number): EventBody {
  const path = pathAt(state, race);
  const { name } = state.plan.steps[race]!;
  const members = membersOf(state, race);
  const errors = members.flatMap((member) => {
    const record = state.records[member];
    return record?.status === "failed" && record.error !== null ? [record.error] : [];
  });
  if (errors.length > 0) {
    const cause = new AggregateError(
      errors,
      `None of ${members.map((member) => `"${state.plan.steps[member]!.name}"`).join(", ")} succeeded.`,
    );
    const error = new StepError({ step: name, attempt: 0, cause, input: undefined, place: "failed" });
    const tolerated = toleratesFailure(state, race); // it may be in another race
    return { type: "step-failed", path, attempt: 0, error, tolerated, reads: [] };
  }
  const lost = members.find((member) => isLost(state, member));
  if (lost !== undefined) {
    const step = state.plan.steps[rootOfLoss(state, lost)]!.name;
    return { type: "step-skipped", path, because: { kind: "upstream", step }, reads: [] };
  }
  const step = state.plan.steps[members[0]!]!.name; // a race has members
  return { type: "step-skipped", path, because: { kind: "skipWith", step }, reads: [] };
}

function membersOf(state: CoreState, race: number): readonly number[] {
  const { form } = state.plan.steps[race]!;
  const names = form.kind === "race" ? form.of : [];
  return names.map((name) => state.plan.indexByName.get(name)!); // names were checked
}
