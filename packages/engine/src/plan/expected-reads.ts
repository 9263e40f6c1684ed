import type { Edge } from "./edge.ts";

/** A read of a step by a lambda: that of a parameter, or the guard (null). */
export interface StepRead {
  readonly step: string;
  readonly parameter: string | null;
}

/**
 * What the lambdas of each step are known to read, in the order of its edges: most evaluations read just that, so that
 * nothing has to be made to say what they read, and no name has to be looked up.
 */
export interface ExpectedReads {
  /** For each step its reads, each step once for each lambda. */
  readonly lists: readonly (readonly StepRead[])[];
  /** The indexes of the steps read, in one list; those of a step begin at `offsets[index]`. */
  readonly offsets: Int32Array;
  readonly sources: Int32Array;
}

const none: readonly StepRead[] = Object.freeze([]);

/** Linear in edges (I9). */
export function expectedReads(
  edges: readonly Edge[],
  edgeOffsets: Int32Array,
  indexByName: ReadonlyMap<string, number>,
): ExpectedReads {
  const count = edgeOffsets.length - 1;
  const offsets = new Int32Array(count + 1);
  const sources = new Int32Array(edges.length);
  const lists: (readonly StepRead[])[] = new Array(count);
  /** For each step the number of the lambda that read it last. */
  const lastReader = new Int32Array(count);
  let [total, lambdas] = [0, 0];
  for (let to = 0; to < count; to++) {
    const list: StepRead[] = [];
    let last: string | null | undefined;
    for (let at = edgeOffsets[to]!; at < edgeOffsets[to + 1]!; at++) {
      const { kind, from: step, parameter } = edges[at]!; // within the list
      if (kind === "order") continue;
      if (parameter !== last) lambdas++;
      last = parameter;
      const source = indexByName.get(step)!; // names were checked
      if (lastReader[source] === lambdas) continue;
      lastReader[source] = lambdas;
      list.push(Object.freeze({ step, parameter }));
      sources[total++] = source;
    }
    offsets[to + 1] = total;
    lists[to] = list.length === 0 ? none : Object.freeze(list.slice()); // one that has grown has room for more
  }
  return { lists: Object.freeze(lists), offsets, sources: sources.slice(0, total) };
}
