/**
 * The step and the path that a key of `getData` such as `fetchUsers.output.items` reads. Names may have dots in them:
 * the longest name of a step that fits is meant.
 *
 * @returns null for a key of the current or the parent span, and for what is no key
 */
export function stepOfKey(
  key: string,
  isStep: (name: string) => boolean,
): { readonly step: string; readonly path: readonly string[] } | null {
  const parts = key.split(".");
  if (parts.length < 2 || parts[0] === "") return null;
  for (let count = parts.length - 1; count > 0; count--) {
    const step = parts.slice(0, count).join(".");
    if (count === 1 || isStep(step)) return { step, path: parts.slice(count) };
  }
  return null;
}
