import type { Plan } from "../plan/plan.ts";
import { holdsLive } from "../state/lost-live.ts";
import type { EarlierRun, EarlierStep } from "./earlier-run.ts";
import type { EarlierSend } from "./earlier-sends.ts";

/** Which steps are asked to run again. */
export type RerunChoice = { readonly kind: "from"; readonly step: string } | { readonly kind: "failed" };

/** What is known of the run that is run again. */
export interface Earlier {
  readonly run: EarlierRun;
  readonly sends: readonly EarlierSend[];
}

/**
 * The steps that run again, by their indexes: those that are asked for, those without an outcome that can be used again,
 * finalisers, which close what this run opens, and all that depend on any of them. With a step that took an event goes
 * what it took from whom; with a race all its members, because it is run among them; with a step that reads a live value
 * the one that made it, because that value ended with its run.
 */
export function stepsToRunAgain(plan: Plan, { run, sends }: Earlier, choice: RerunChoice): ReadonlySet<number> {
  const earlier = plan.paths.map((path) => run.steps.get(path));
  const links = linksOf(plan, earlier, sends);
  const isLive = (index: number) => isLiveOutput(earlier[index]);
  const again = new Set<number>(); // grows while it is gone through
  plan.steps.forEach(({ name, always }, index) => {
    const isAsked = choice.kind === "from" ? choice.step === name : hasFailed(plan, earlier, index);
    if (isAsked || always || earlier[index]?.outcome == null) again.add(index);
  });
  for (const index of returned(plan)) if (isLive(index)) again.add(index);
  for (const index of again) {
    for (const follower of links.followers[index]!) again.add(follower);
    for (const source of links.sources[index]!) if (isLive(source)) again.add(source);
  }
  return again;
}

/** For each step those that run again with it, and those that it reads. */
interface Links {
  readonly followers: readonly number[][];
  readonly sources: readonly number[][];
}

/** The edges of the plan, and the dependencies that only showed in the earlier run. */
function linksOf(plan: Plan, earlier: readonly (EarlierStep | undefined)[], sends: readonly EarlierSend[]): Links {
  const followers = plan.steps.map((): number[] => []);
  const sources = plan.steps.map((): number[] => []);
  const link = (from: number | undefined, to: number | undefined) => {
    if (from === undefined || to === undefined) return; // a step that is not there any more
    followers[from]!.push(to);
    sources[to]!.push(from);
  };
  for (const { from, to, option } of plan.edges) {
    const [source, target] = [plan.indexByName.get(from)!, plan.indexByName.get(to)!]; // names were checked
    link(source, target);
    if (option === "of") followers[target]!.push(source);
  }
  earlier.forEach((step, index) => {
    for (const read of step?.reads ?? []) link(plan.indexByName.get(read.step), index);
  });
  for (const { from, heard, takenBy } of sends) {
    for (const taker of takenBy === null ? heard : [takenBy]) {
      const [source, target] = [plan.indexByPath.get(from), plan.indexByPath.get(taker)];
      if (source !== undefined && target !== undefined) followers[source]!.push(target);
    }
  }
  return { followers, sources };
}

/** A failure that was tolerated is one, too; but not that of a member of a race that another one won. */
function hasFailed(plan: Plan, earlier: readonly (EarlierStep | undefined)[], index: number): boolean {
  if (earlier[index]?.outcome?.kind !== "failed") return false;
  const race = plan.raceOf[index]!;
  return race === -1 || earlier[race]?.outcome?.kind !== "succeeded";
}

function isLiveOutput(step: EarlierStep | undefined): boolean {
  return step?.outcome?.kind === "succeeded" && holdsLive(step.outcome.output);
}

/** The steps whose outputs the workflow may return. */
function returned({ returns, steps, indexByName }: Plan): readonly number[] {
  if (returns === null) return [steps.findLastIndex((step) => !step.always)].filter((index) => index !== -1);
  return returns.reads.map(({ step }) => indexByName.get(step)!); // names were checked
}
