import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One task of a workflow as it once ran. */
export interface Task {
  readonly name: string;
  /** How long it took, in whole milliseconds: at least 1, as an estimate has to be. */
  readonly durationMs: number;
  /** The tasks that it waits for, by their places: all are earlier ones. */
  readonly parents: readonly number[];
}

/** A workflow as it once ran; its tasks are in a topological order. */
export interface Trace {
  readonly name: string;
  readonly tasks: readonly Task[];
}

/** A file of a trace. */
interface TraceFile {
  readonly name: string;
  readonly tasks: readonly {
    readonly id: string;
    readonly runtimeSeconds: number;
    readonly parents: readonly string[];
  }[];
}

/** All traces of a folder, by name. @throws Error if there are none, which says how to give another folder */
export function readTraces(folder: string): readonly Trace[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  if (files.length === 0) {
    throw new Error(
      `There are no workflow graphs in ${folder}. Give the folder that has them: pnpm bench:schedule --data <folder>.`,
    );
  }
  return files.sort().map((file) => traceOf(JSON.parse(readFileSync(join(folder, file), "utf8")) as TraceFile)); // as its README says
}

export function traceOf({ name, tasks }: TraceFile): Trace {
  const ordered = parentsFirst(tasks);
  const placeOf = new Map(ordered.map(({ id }, place) => [id, place]));
  return {
    name,
    tasks: ordered.map(({ id, runtimeSeconds, parents }) => ({
      name: id,
      durationMs: Math.max(1, Math.round(runtimeSeconds * 1000)),
      parents: parents.map((parent) => placeOf.get(parent)!), // they come before it
    })),
  };
}

/** The order of the file, with each task behind its parents. @throws Error if there is none */
function parentsFirst(tasks: TraceFile["tasks"]): TraceFile["tasks"] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const ordered = new Set<TraceFile["tasks"][number]>();
  const place = (task: TraceFile["tasks"][number], trail: ReadonlySet<string>) => {
    if (ordered.has(task)) return;
    if (trail.has(task.id)) throw new Error(`The task ${task.id} waits for itself.`);
    for (const id of task.parents) {
      const parent = byId.get(id);
      if (parent === undefined) throw new Error(`The task ${task.id} waits for ${id}, which is not there.`);
      place(parent, new Set([...trail, task.id]));
    }
    ordered.add(task);
  };
  for (const task of tasks) place(task, new Set());
  return [...ordered];
}
