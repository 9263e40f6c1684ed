/**
 * The path under which the server has a run, for any id: `/api/runs/` and the id, encoded. Ids that a URL cannot carry
 * so (`..`, lone surrogates, a quote at the beginning) stand there as JSON.
 */
export function runPath(runId: string): string {
  const isPlain = runId !== "" && runId !== "." && runId !== ".." && !runId.startsWith('"') && runId.isWellFormed();
  return `/api/runs/${encodeURIComponent(isPlain ? runId : JSON.stringify(runId))}`;
}

/** The id that `runPath` wrote into a part of the path, which was decoded since. */
export function runIdOf(part: string): string {
  if (!part.startsWith('"')) return part;
  try {
    const id: unknown = JSON.parse(part);
    return typeof id === "string" ? id : part;
  } catch {
    return part;
  }
}
