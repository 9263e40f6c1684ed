import type { Edge } from "./edge.ts";
import type { Dependents } from "./plan.ts";

/** Which steps wait for which before they are evaluated. */
export interface Topology {
  readonly upFrontCounts: Int32Array;
  readonly dependents: Dependents;
}

/** One step that waits for another, however many edges join them. */
interface Wait {
  readonly from: number;
  readonly to: number;
  bearsLoss: boolean;
}

/** Linear in steps and edges (I9). */
export function topologyOf(
  edges: readonly Edge[],
  edgeOffsets: Int32Array,
  indexByName: ReadonlyMap<string, number>,
): Topology {
  const count = edgeOffsets.length - 1;
  const upFrontCounts = new Int32Array(count);
  const waits: Wait[] = [];
  const lastWait: (Wait | undefined)[] = new Array(count);
  for (let to = 0; to < count; to++) {
    for (let at = edgeOffsets[to]!; at < edgeOffsets[to + 1]!; at++) {
      const edge = edges[at]!;
      if (edge.certainty !== "required") continue;
      const from = indexByName.get(edge.from)!; // names were checked
      const known = lastWait[from];
      if (known?.to === to) {
        known.bearsLoss &&= edge.mode === "settled";
        continue;
      }
      const wait = { from, to, bearsLoss: edge.mode === "settled" };
      lastWait[from] = wait;
      waits.push(wait);
      upFrontCounts[to]!++;
    }
  }
  return { upFrontCounts, dependents: groupBySource(waits, count) };
}

function groupBySource(waits: readonly Wait[], count: number): Dependents {
  const offsets = new Int32Array(count + 1);
  for (const { from } of waits) offsets[from + 1]!++;
  for (let index = 1; index <= count; index++) offsets[index]! += offsets[index - 1]!;
  const next = offsets.slice();
  const targets = new Int32Array(waits.length);
  const bearsLoss = new Uint8Array(waits.length);
  for (const wait of waits) {
    const at = next[wait.from]!++;
    targets[at] = wait.to;
    bearsLoss[at] = wait.bearsLoss ? 1 : 0;
  }
  return { offsets, targets, bearsLoss };
}
