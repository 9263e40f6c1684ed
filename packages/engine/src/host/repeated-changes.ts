import { DefinitionError } from "../errors/definition-errors.ts";
import { StateError } from "../errors/value-errors.ts";
import { valuePath } from "../errors/value-path.ts";
import type { StatePatch } from "../spans/span.ts";
import { StateValues } from "../state/state-values.ts";
import type { EarlierRun, StateChanged } from "./earlier-run.ts";

/**
 * The changes of state that reused steps made, as events of a run that begins as the earlier one did, without those of
 * the steps that run again. What was appended to a list is appended again, however long that is now.
 *
 * @param isReused whether the step at a path is reused
 * @throws DefinitionError for a change that rests on one of a step that runs again
 */
export function repeatedChanges(
  { started, changes }: EarlierRun,
  isReused: (path: string) => boolean,
): readonly StateChanged[] {
  const values = new StateValues(started.state);
  const lastWriters = new Map<unknown, string>();
  const repeated: StateChanged[] = [];
  for (const { path, patches, ...rest } of changes) {
    if (!isReused(path)) {
      for (const patch of patches) lastWriters.set(patch.path[0], path);
      continue;
    }
    const fitting = patches.map((patch) => {
      const clamped = clampedToEnd(values, patch);
      applyOrRefuse(values, clamped, path, lastWriters);
      return clamped;
    });
    repeated.push({ ...rest, path, patches: fitting });
  }
  return repeated;
}

function applyOrRefuse(
  values: StateValues,
  patch: StatePatch,
  path: string,
  lastWriters: ReadonlyMap<unknown, string>,
): void {
  try {
    values.apply([patch]);
  } catch (thrown) {
    const writer = lastWriters.get(patch.path[0]);
    if (!(thrown instanceof StateError) || writer === undefined) throw thrown;
    const [reused, again] = [JSON.stringify(path), JSON.stringify(writer)];
    throw new DefinitionError(
      `Step ${reused} cannot be reused: it changed ${valuePath(patch.path)} of the state, which rests on what step ${again} wrote, and ${again} runs again. Rerun from an earlier step on which both depend, or let ${reused} depend on ${again}, so that it runs again too: dependsOn: [${again}].`,
    );
  }
}

/** An item that was added behind the end of a list that is shorter now comes to its end. */
function clampedToEnd(values: StateValues, patch: StatePatch): StatePatch {
  const index = patch.path.at(-1);
  if (patch.op !== "add" || typeof index !== "number") return patch;
  const list = patch.path
    .slice(0, -1)
    .reduce<unknown>((part, key, at) => (at === 0 ? values.peek(String(key)) : partOf(part, key)), undefined);
  if (!Array.isArray(list) || index <= list.length) return patch;
  return { ...patch, path: [...patch.path.slice(0, -1), list.length] };
}

function partOf(holder: unknown, key: string | number): unknown {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, key)) return undefined;
  return (holder as Readonly<Record<string | number, unknown>>)[key]; // it has it
}
