import type { ImportEdge } from "./import-graph.ts";

/** Modules that load each other in a circle, each imported by the one before; the first one is not repeated. */
export type ImportCycle = readonly string[];

/** One shortest circle for each group of modules that reach each other by static imports, in the order of their names. */
export function findImportCycles({ edges }: { readonly edges: readonly ImportEdge[] }): readonly ImportCycle[] {
  const targets = new Map<string, string[]>();
  for (const { from, to, kind } of edges) {
    if (kind !== "static") continue;
    const known = targets.get(from);
    if (known === undefined) targets.set(from, [to]);
    else known.push(to);
  }

  return groupsThatReachEachOther(targets)
    .map((group) => group.sort())
    .filter((group) => group.length > 1 || targets.get(group[0] as string)?.includes(group[0] as string)) // as: no group is empty
    .map((group) => shortestCycle(group, targets))
    .sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1)); // as: no circle is empty
}

type Targets = ReadonlyMap<string, readonly string[]>;

/** A module that is being visited, and those of its targets that were not looked at yet. */
interface Visit {
  readonly module: string;
  readonly targets: Iterator<string, undefined>;
  readonly order: number;
  /** The lowest order that a path from here leads back to. */
  lowest: number;
}

/**
 * Tarjan's strongly connected components, with a stack of its own: chains of imports may be long.
 *
 * @see https://doi.org/10.1137/0201010
 */
function groupsThatReachEachOther(targets: Targets): string[][] {
  const groups: string[][] = [];
  const orderOf = new Map<string, number>();
  const inNoGroup: string[] = [];
  const isGrouped = new Set<string>();

  function visit(module: string): Visit {
    const order = orderOf.size;
    orderOf.set(module, order);
    inNoGroup.push(module);
    return { module, targets: (targets.get(module) ?? []).values(), order, lowest: order };
  }

  function closeGroup(module: string): void {
    const group: string[] = [];
    while (group.at(-1) !== module) group.push(inNoGroup.pop() as string); // as: the module is still in there
    for (const member of group) isGrouped.add(member);
    groups.push(group);
  }

  for (const start of targets.keys()) {
    const trail = orderOf.has(start) ? [] : [visit(start)];
    for (let current = trail.at(-1); current !== undefined; current = trail.at(-1)) {
      const { value: target } = current.targets.next();
      if (target === undefined) {
        trail.pop();
        if (current.lowest === current.order) closeGroup(current.module);
        const parent = trail.at(-1);
        if (parent !== undefined) parent.lowest = Math.min(parent.lowest, current.lowest);
        continue;
      }
      const order = orderOf.get(target);
      if (order === undefined) trail.push(visit(target));
      else if (!isGrouped.has(target)) current.lowest = Math.min(current.lowest, order);
    }
  }
  return groups;
}

/** Goes out from the first module, nearest first, until a module leads back to it. */
function shortestCycle(group: readonly string[], targets: Targets): ImportCycle {
  const start = group[0] as string; // as: no group is empty
  const members: ReadonlySet<string> = new Set(group);
  const importerOf = new Map<string, string>();

  // A set goes on with what is added to it while it is walked.
  const reached = new Set([start]);
  for (const module of reached) {
    for (const target of targets.get(module) ?? []) {
      if (target === start) return trailTo(module, importerOf);
      if (!members.has(target) || reached.has(target)) continue;
      reached.add(target);
      importerOf.set(target, module);
    }
  }
  throw new Error(`Bug: ${JSON.stringify(start)} stands in a circle that does not lead back to it.`);
}

function trailTo(module: string, importerOf: ReadonlyMap<string, string>): ImportCycle {
  const trail: string[] = [];
  for (let at: string | undefined = module; at !== undefined; at = importerOf.get(at)) trail.push(at);
  return trail.reverse();
}
