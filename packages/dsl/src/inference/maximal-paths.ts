type PropertyPath = readonly string[];

/** Leaves out the paths that others begin with, and doubles: `["output"]` goes where `["output", "items"]` stays. */
export function maximalPaths(paths: readonly PropertyPath[]): readonly PropertyPath[] {
  if (paths.length < 2) return paths;
  const longestFirst = [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()].sort(
    (left, right) => right.length - left.length,
  );
  const beginnings = new Set<string>();
  const kept = new Set<PropertyPath>();
  for (const path of longestFirst) {
    if (beginnings.has(JSON.stringify(path))) continue;
    kept.add(path);
    for (let length = 0; length < path.length; length++) beginnings.add(JSON.stringify(path.slice(0, length)));
  }
  return paths.filter((path) => kept.delete(path));
}
