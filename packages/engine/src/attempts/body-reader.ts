import type { ReadSpan } from "../context/lambda-scope.ts";
import { readModeOf } from "../context/read-mode.ts";
import { type CoreState, Phase } from "../core/state.ts";
import { ownerAt, stepAt } from "../core/units.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { skippedSpanMessage } from "../errors/skipped-span-message.ts";
import { SkippedSpanError } from "../errors/step-errors.ts";
import { suggest } from "../errors/suggest.ts";
import type { SettledSpan } from "../spans/span.ts";
import { spanOf } from "../views/step-span.ts";

/**
 * The `stepSpan` of a `run` function: reads steps on which its own depends, directly or not. Others may or may not
 * have settled by then, so reading them would give now this, now that.
 */
export function createBodyReader(state: CoreState, index: number): ReadSpan {
  const { plan } = state;
  const own = ownerAt(state, index);
  const { name: step } = stepAt(state, index);
  const isAncestor = createAncestry(state, index);
  const read = (name: string, options?: unknown): SettledSpan | null => {
    const mode = readModeOf(options);
    const found = plan.indexByName.get(name);
    if (found === undefined) {
      throw new DefinitionError(
        `Step "${step}" reads ${JSON.stringify(name)}, but workflow "${plan.name}" has no step of that name.${suggest(String(name), plan.indexByName.keys())}`,
      );
    }
    if (found === own) {
      throw new DefinitionError(`Step "${step}" reads itself in its run function. Use currentSpan() instead.`);
    }
    if (!isAncestor(found)) {
      throw new DefinitionError(
        `Step "${step}" reads "${name}" in its run function, but does not depend on it. Add dependsOn: [${JSON.stringify(name)}] to step "${step}", or read it in a parameter.`,
      );
    }
    const span = spanOf(state, found) as SettledSpan; // a step settles before those that depend on it begin
    if (mode === "settled" || span.status === "succeeded") return span;
    if (mode === "default") return null;
    throw new SkippedSpanError(name, skippedSpanMessage(span, { step }));
  };
  return read as ReadSpan; // one function serves the overloads: what it gives follows from the mode
}

/** Finds the steps on which one depends, directly or not, no further than is asked for; each is looked at once. */
function createAncestry(state: CoreState, index: number): (target: number) => boolean {
  const known = new Set<number>();
  const trail = [...new Set([index, ownerAt(state, index)])];
  return (target) => {
    while (!known.has(target)) {
      const next = trail.pop();
      if (next === undefined) return false;
      for (const dependency of settledDependencies(state, next)) {
        if (known.has(dependency)) continue;
        known.add(dependency);
        trail.push(dependency);
      }
    }
    return true;
  };
}

/** Dependencies that were waited for or really read; what merely might have been read may not have settled. */
function settledDependencies(state: CoreState, index: number): readonly number[] {
  const { plan, phases, records } = state;
  const required = plan.edgesTo(ownerAt(state, index)).filter((edge) => edge.certainty === "required");
  const names = [...required.map((edge) => edge.from), ...(records[index]?.reads ?? []).map((read) => read.step)];
  return names.map((name) => plan.indexByName.get(name)!).filter((found) => phases[found] === Phase.settled); // names were checked
}
