import { canonicalText } from "../codec/canonical-text.ts";
import type { CoreState } from "../core/state.ts";
import { nameAt, stepAt } from "../core/units.ts";
import { type MemoisedStep, memoSubject } from "../evaluation/memo-subject.ts";
import { holdsLive } from "../state/lost-live.ts";
import type { RunHost } from "./run-host.ts";

/** Stands in every key: another one, if what a key is made of ever changes. */
const version = 1;

/**
 * The key of a step, or of an item of one, under which its output is used again: where the step is written, its
 * versions, its body, and its parameters or what its `cache.key` gives. Nothing else counts.
 *
 * @returns null if it cannot be memoised: a parameter is live, or cannot be written
 * @throws StepError for a `cache.key` that threw, or that gave no key
 */
export function memoKey(
  host: Pick<RunHost, "ports" | "values">,
  state: CoreState,
  index: number,
  params: MemoisedStep["params"],
): string | null {
  const { classes, digest } = host.ports;
  const step = stepAt(state, index);
  const subject = memoSubject({ step, name: nameAt(state, index), params }, host.values);
  if (subject === null || step.cache === null || holdsLive(subject.value)) return null;
  const { key, source, version: ofStep } = step.cache;
  const place = [version, placeOf(state, step.name), ofStep, source, key === null ? "params" : "key"];
  const text = canonicalText([...place, subject.value], classes);
  return text === null ? null : digest(text);
}

/** The workflows that the step is in, from the outermost, each with its version and the step that leads on. */
function placeOf(state: CoreState, step: string): readonly unknown[] {
  const { plan, parent } = state;
  const own = [plan.name, plan.version, step];
  if (parent === null) return [own];
  return [...placeOf(parent.state, stepAt(parent.state, parent.index).name), own];
}
