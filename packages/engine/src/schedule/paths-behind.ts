import type { Plan } from "../plan/plan.ts";

/**
 * For each step the longest path behind it: how long, after its end, those take that wait for it, by data, guard or
 * order, and those that wait for these. One pass from the last step to the first, linear in steps and edges (I9).
 *
 * @param durations of each step, in the same unit as the result
 */
export function pathsBehind({ steps, edges, indexByName }: Plan, durations: Float64Array): Float64Array {
  const behind = new Float64Array(steps.length);
  let [name, path] = ["", 0];
  // Edges are grouped by the step that they lead to, which all that wait for it come behind.
  for (let at = edges.length - 1; at >= 0; at--) {
    const edge = edges[at]!; // an index of it
    if (edge.to !== name) {
      const to = indexByName.get(edge.to)!; // names were checked
      name = edge.to;
      path = durations[to]! + behind[to]!;
    }
    const from = indexByName.get(edge.from)!; // names were checked
    if (path > behind[from]!) behind[from] = path;
  }
  return behind;
}
