import type { StoredRun } from "@stepspan/engine";
import type { ClientParts } from "./client-parts.ts";
import { RemoteHandle } from "./remote-handle.ts";
import { RemoteRun, type RemoteRunOptions } from "./remote-run.ts";

/** So many runs are remembered. */
const most = 10_000;

/** A run, and the one handle of it that all get who ask. */
export class KnownRun {
  readonly run: RemoteRun;
  readonly #parts: ClientParts;
  #handle: RemoteHandle | null = null;

  constructor(run: RemoteRun, parts: ClientParts) {
    this.run = run;
    this.#parts = parts;
  }

  get handle(): RemoteHandle {
    this.#handle ??= new RemoteHandle(this.run, this.#parts);
    return this.#handle;
  }
}

/** The runs that were started, asked for or seen here, and are not over as far as is known. */
export class KnownRuns {
  readonly #parts: ClientParts;
  readonly #known = new Map<string, KnownRun>();
  /** The names of the workflows of runs that somebody has looked at. */
  readonly #seen = new Map<string, string>();

  constructor(parts: ClientParts) {
    this.#parts = parts;
  }

  get all(): readonly KnownRun[] {
    return [...this.#known.values()];
  }

  get runIds(): readonly string[] {
    return [...this.#known.keys()];
  }

  /** One that was started here, or is asked for. */
  add(options: Omit<RemoteRunOptions, "onEnd">): KnownRun {
    const run = new RemoteRun(this.#parts, { ...options, onEnd: () => this.#forget(run) });
    const known = new KnownRun(run, this.#parts);
    const { runId } = options;
    if (!this.#known.has(runId)) this.#known.set(runId, known); // a second one of an id will be refused
    dropOldest(this.#known);
    return known;
  }

  /** One that goes on, as far as is known; undefined for all others. */
  get(runId: string): KnownRun | undefined {
    const known = this.#known.get(runId);
    if (known?.run.isOver === false) return known;
    const workflow = this.#seen.get(runId);
    if (workflow === undefined) return undefined;
    const { places, planNamed } = this.#parts;
    return this.add({ runId, workflow, plan: planNamed(workflow), begun: places.get(runId) });
  }

  /** Somebody has looked at it. */
  see({ runId, workflow, finishedAt }: StoredRun): void {
    this.#seen.delete(runId);
    if (finishedAt === null) this.#seen.set(runId, workflow);
    else this.#known.get(runId)?.run.noteEnd();
    dropOldest(this.#seen);
  }

  #forget(run: RemoteRun): void {
    this.#seen.delete(run.runId);
    if (this.#known.get(run.runId)?.run === run) this.#known.delete(run.runId);
  }
}

function dropOldest(map: Map<string, unknown>): void {
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}
