import type { ObservedRun, PlanOutline, RunEvent, StepOutline, WorkflowOutline } from "@stepspan/engine";
import { Unit } from "./unit.ts";

export type RunStarted = Extract<RunEvent, { type: "run-started" }>;

/** What is open of one run, found by the paths of its events. */
export class RunTree {
  readonly started: RunStarted;
  readonly root: Unit;
  /** Of the last event that was told. */
  time: number;
  /** Errors that a span shows: those around them need not. */
  readonly recorded = new WeakSet<Error>();
  readonly #outline: PlanOutline;
  #lastPath = "";
  #last: Unit;

  constructor(started: RunStarted, { workflow }: ObservedRun) {
    this.started = started;
    this.time = started.time;
    this.#outline = started.outline;
    this.root = new Unit({
      ...{ kind: "run", name: workflow, path: "", parent: null, step: null },
      workflow: this.#outline.workflows[this.#outline.root] ?? null,
    });
    this.#last = this.root;
  }

  /** The run itself for an empty path. What was not known yet is added. */
  unitAt(path: string): Unit {
    if (path === this.#lastPath) return this.#last;
    const unit = path === "" ? this.root : this.#find(path);
    this.#lastPath = path;
    this.#last = unit;
    return unit;
  }

  /** It has settled, with all that lies below it. */
  settle(unit: Unit): void {
    unit.settle();
    this.#lastPath = "";
    this.#last = this.root;
  }

  /** The child run of a step or an item. */
  childOf(owner: Unit): Unit {
    return unitBelow(owner, "", () => {
      const workflow = this.#outline.workflows[owner.step?.workflow ?? ""] ?? null;
      const name = workflow?.name ?? owner.name;
      return new Unit({ kind: "run", name, path: owner.path, parent: owner, step: null, workflow });
    });
  }

  /** The id of a run: child runs are named after their place. */
  runIdOf(run: Unit): string {
    return run.path === "" ? this.started.runId : `${this.started.runId}/${run.path}`;
  }

  #find(path: string): Unit {
    let unit: Unit = this.root;
    let end = 0;
    while (end < path.length) {
      const run = unit.kind === "run" ? unit : this.childOf(unit);
      const start = end === 0 ? 0 : end + 1;
      const slash = path.indexOf("/", start);
      end = slash === -1 ? path.length : slash;
      unit = unitIn(run, path, start, end);
    }
    return unit;
  }
}

/** The step or the item that this part of the path names. */
function unitIn(run: Unit, path: string, start: number, end: number): Unit {
  const part = path.slice(start, end);
  const mark = part.search(/[[#]/); // names are written without these
  const own = mark === -1 ? part : part.slice(0, mark);
  const step = unitBelow(run, own, () => {
    const name = nameOf(own);
    const outline = run.workflow === null ? null : (stepsOf(run.workflow).get(name) ?? null);
    return new Unit({
      ...{ kind: "step", name, path: path.slice(0, start) + own, parent: run },
      ...{ workflow: null, step: outline },
    });
  });
  if (mark === -1) return step;
  return unitBelow(step, part.slice(mark), () => {
    const { name, step: outline } = step;
    return new Unit({ kind: "item", name, path: path.slice(0, end), parent: step, workflow: null, step: outline });
  });
}

function unitBelow(unit: Unit, key: string, create: () => Unit): Unit {
  unit.below ??= new Map();
  const known = unit.below.get(key);
  if (known !== undefined) return known;
  const made = create();
  unit.below.set(key, made);
  return made;
}

/** A path has the characters that build paths as in a URL. */
export function nameOf(part: string): string {
  return part.replace(/%(?:2F|5B|5D|23|25)/g, decodeURIComponent);
}

/** All runs of a plan have the same outline. */
const indexes = new WeakMap<WorkflowOutline, ReadonlyMap<string, StepOutline>>();

function stepsOf(workflow: WorkflowOutline): ReadonlyMap<string, StepOutline> {
  const known = indexes.get(workflow);
  if (known !== undefined) return known;
  const made = new Map(workflow.steps.map((step) => [step.name, step]));
  indexes.set(workflow, made);
  return made;
}
