import type { StalledStep } from "../errors/run-errors.ts";
import type { Command } from "./commands.ts";
import { type CoreState, Phase } from "./state.ts";

/** Notices at the end of each event that all is settled, or that nothing can settle what is left. */
export function finishOrStall(state: CoreState, commands: Command[]): void {
  if (state.active > 0 || state.isFinishing) return;
  if (state.unsettled > 0) {
    commands.push({ type: "settle", event: { type: "run-stalled", steps: stalledSteps(state) } });
    return;
  }
  state.isFinishing = true;
  for (const always of [false, true]) commands.push({ type: "clear-timer", timer: { kind: "grace", always } });
  commands.push({ type: "finish", succeeded: state.halt === null && state.errors.length === 0 });
}

/** Every step that has not settled, with what it waits for. */
export function stalledSteps(state: CoreState): readonly StalledStep[] {
  const stalled: StalledStep[] = [];
  state.plan.steps.forEach((step, index) => {
    const phase = state.phases[index];
    if (phase === Phase.settled) return;
    stalled.push({ step: step.name, waitsFor: waitsFor(state, index), isQueued: phase === Phase.queued });
  });
  return stalled;
}

function waitsFor(state: CoreState, index: number): readonly string[] {
  const isUnsettled = (name: string) => state.phases[state.plan.indexByName.get(name)!] !== Phase.settled; // names were checked
  switch (state.phases[index]) {
    case Phase.waiting: {
      const upFront = state.plan.edgesTo(index).filter((edge) => edge.certainty === "required");
      return [...new Set(upFront.map((edge) => edge.from).filter(isUnsettled))];
    }
    case Phase.suspended:
      return [...new Set(state.records[index]?.discovered.filter(isUnsettled))];
    default:
      return [];
  }
}
