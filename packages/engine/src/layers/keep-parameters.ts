import type { StepStateLayer } from "../context/state-layers.ts";

/**
 * Copies the parameters that `keepInState` names into the step's state, as one change; none if they are there already.
 *
 * @throws SerializationError for a parameter that cannot be kept; nothing has changed then
 */
export function keepParameters(
  layer: StepStateLayer,
  names: readonly string[],
  params: Readonly<Record<string, unknown>>,
): void {
  if (names.length === 0) return;
  layer.update((draft) => {
    for (const name of names) draft[name] = params[name];
  });
}
