/** The step and the path that a key such as `fetchUsers.output.items` reads; null for a key of the current or the parent span. */
export function stepOfKey(key: string): { readonly step: string; readonly path: readonly string[] } | null {
  const dot = key.indexOf(".");
  if (dot <= 0) return null;
  return { step: key.slice(0, dot), path: key.slice(dot + 1).split(".") };
}
