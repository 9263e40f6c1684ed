import {
  DefinitionError,
  type Engine,
  type EventDefinition,
  type Plan,
  type Recovery,
  type RerunOptions,
  type ResumeOptions,
  type Run,
  type RunHandle,
  type Runnable,
  type RunSnapshot,
  type Runs,
  type SendOptions,
  type StartOptions,
  type Store,
} from "@stepspan/engine";
import {
  checkCloseOptions,
  checkedPlan,
  noOpenRun,
  observationBy,
  overAndDone,
  prepareRerun,
  readRerunOptions,
  unknownRun,
} from "@stepspan/engine/hosting";
import { createWires } from "../protocol/wires.ts";
import { createAdmin } from "./admin.ts";
import { cancelOn } from "./cancel-on.ts";
import type { ClientParts } from "./client-parts.ts";
import { Connection } from "./connection.ts";
import { EndedRuns } from "./ended-runs.ts";
import { type EngineSettings, type RestateEngineOptions, settingsOf } from "./engine-options.ts";
import { createIngress } from "./ingress.ts";
import { type KnownRun, KnownRuns } from "./known-runs.ts";
import { type Beginning, type NewRun, newRun, recordedInput, startRun } from "./new-run.ts";
import { createRestateReader } from "./restate-reader.ts";
import { createRuns } from "./restate-runs.ts";
import { checkRestateResume, noSnapshots } from "./resume-options.ts";
import { RunPlaces } from "./run-places.ts";
import { ServedServices } from "./served-services.ts";
import { type WorkerWait, waitsForWorkers } from "./worker-waits.ts";

/**
 * Runs workflows in Restate. Closing it leaves its runs alone, unless it is to cancel them: they do not go on here.
 *
 * @typeParam Given the resources that the workers have
 */
export interface RestateEngine<Given extends object = object> extends Engine<Given> {
  /** The runs that Restate keeps, for those who only look: `serveStudio({ engine, store: engine.store, workflows })`. */
  readonly store: Store;
  /** Which workers a run waits for; nothing if it waits for none. */
  waitsForWorkers(runId: string): Promise<readonly WorkerWait[]>;
}

/**
 * An engine whose runs go on in Restate, where `serveWorkflows` and `serveSteps` were registered:
 * `const engine = createRestateEngine({ ingressUrl: "http://127.0.0.1:8080", adminUrl: "http://127.0.0.1:9070" })`.
 *
 * @typeParam Given the resources that the workers have, so that runs need not bring them
 * @throws DefinitionError for unknown options and values that make no sense
 */
export function createRestateEngine<const Given extends object = {}>(
  options: RestateEngineOptions,
): RestateEngine<Given> {
  return new RemoteEngine(settingsOf(options)) as unknown as RestateEngine<Given>; // the declarations in Engine type the callers
}

/** The declarations in Engine type the callers; here the values are unknown. */
class RemoteEngine {
  readonly store: Store;
  readonly runs: Runs;
  readonly #parts: ClientParts;
  readonly #services: ServedServices;
  readonly #known: KnownRuns;
  readonly #plans: Map<string, Plan>;
  readonly #connections: readonly Connection[];
  #closing: Promise<void> | null = null;

  constructor({ ingress, admin: adminPlace, plans, observers, classes, codec }: EngineSettings) {
    const connections = { ingress: new Connection(ingress), admin: new Connection(adminPlace) };
    const admin = createAdmin(connections.admin, adminPlace.url);
    const places = new RunPlaces(admin);
    const see = (run: Parameters<KnownRuns["see"]>[0]) => this.#known.see(run);
    this.store = createRestateReader({ admin, places, codec, adminUrl: adminPlace.url, see });
    const ended = new EndedRuns();
    this.runs = createRuns(this.store, ended);
    this.#plans = new Map(plans);
    this.#parts = {
      ...{ ingress: createIngress(connections.ingress), reading: { admin, codec }, places, classes, ended },
      wires: createWires(classes),
      observation: observers.length === 0 ? null : observationBy(observers),
      planNamed: (name) => this.#plans.get(name),
    };
    this.#services = new ServedServices(admin);
    this.#known = new KnownRuns(this.#parts);
    this.#connections = Object.values(connections);
  }

  async run(workflow: Runnable, input?: unknown, options?: StartOptions): Promise<Run> {
    return this.#start(workflow, input, options).run.result;
  }

  start(workflow: Runnable, input?: unknown, options?: StartOptions): RunHandle {
    return this.#start(workflow, input, options).handle;
  }

  async rerun(runId: string, given: RerunOptions): Promise<RunHandle> {
    const { choice, workflow, options } = readRerunOptions(given);
    this.#checkOpen(`rerun run ${JSON.stringify(runId)}`);
    const own = workflow === undefined ? null : this.#checkedPlan(workflow);
    const known = (name: string) => own ?? this.#plans.get(name);
    const { plan, metadata, ...rerun } = await prepareRerun(runId, choice, { store: this.store, known });
    const run = newRun(plan, { metadata, ...options }, this.#parts);
    return this.#begin(run, options.signal, async () => ({ input: rerun.input, rerun })).handle;
  }

  resume(given: RunSnapshot | string, options: ResumeOptions = {}): Promise<RunHandle> {
    checkRestateResume(options);
    if (typeof given !== "string") throw noSnapshots(given);
    return this.#resume(given, options);
  }

  /** Restate goes on with its runs by itself. */
  async recover(): Promise<Recovery> {
    this.#checkOpen("recover runs");
    return { handles: [], refused: [] };
  }

  async send(
    runId: string,
    event: EventDefinition<unknown, never> | string,
    data: unknown,
    options?: SendOptions,
  ): Promise<void> {
    const known = await this.#find(runId);
    if (known === null) throw noOpenRun(runId, this.#known.runIds);
    return known.handle.send(event, data as never, options); // the event's schema checks it
  }

  handle(runId: string): RunHandle | undefined {
    return this.#known.get(runId)?.handle;
  }

  async waitsForWorkers(runId: string): Promise<readonly WorkerWait[]> {
    const place = await this.#parts.places.find(runId);
    return place === null ? [] : waitsForWorkers(this.#parts.reading.admin, place);
  }

  close(options: { readonly runs?: "cancel" | "leave" } = {}): Promise<void> {
    const { runs = "leave" } = checkCloseOptions(options);
    this.#closing ??= this.#close(runs);
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(runs: "cancel" | "leave"): Promise<void> {
    const open = this.#known.all.filter(({ run }) => !run.isOver);
    if (runs === "cancel") {
      await Promise.all(
        open.map(({ handle }) => {
          handle.cancel("the engine was closed");
          return handle.result.catch(() => undefined);
        }),
      );
    }
    await Promise.all(open.map(({ handle }) => handle.told()));
    for (const { run } of open) run.leave();
    for (const connection of this.#connections) connection.close();
  }

  #start(workflow: Runnable, input: unknown, options: StartOptions = {}): KnownRun {
    const plan = this.#checkedPlan(workflow);
    const run = newRun(plan, options, this.#parts);
    const recorded = settled(() => recordedInput(plan, input, this.#parts)); // the caller may change its input afterwards
    return this.#begin(run, options.signal, async () => ({ input: await recorded, rerun: null }));
  }

  #begin(run: NewRun, signal: AbortSignal | undefined, beginning: () => Promise<Beginning>): KnownRun {
    const { plan, runId } = run;
    this.#plans.set(plan.name, plan);
    const begun = beginning().then((given) => startRun(run, given, { parts: this.#parts, services: this.#services }));
    const known = this.#known.add({ runId, workflow: plan.name, plan, begun });
    known.run.observe();
    if (run.request.cancelled === undefined) cancelOn(signal, known); // else it begins cancelled
    return known;
  }

  async #resume(runId: string, { workflow, signal }: ResumeOptions): Promise<RunHandle> {
    this.#checkOpen(`resume run ${JSON.stringify(runId)}`);
    if (workflow !== undefined) {
      const plan = this.#checkedPlan(workflow);
      this.#plans.set(plan.name, plan);
    }
    const stored = await this.store.runs.get(runId);
    if (stored !== null && stored.finishedAt !== null) throw overAndDone(stored);
    const known = this.#known.get(runId); // it may have begun a moment ago
    if (known === undefined) throw unknownRun(runId);
    if (stored !== null && stored.status !== "running") known.handle.resume();
    cancelOn(signal, known);
    return known.handle;
  }

  /** One that goes on; null if there is none, or if it is over. */
  async #find(runId: string): Promise<KnownRun | null> {
    const known = this.#known.get(runId);
    if (known !== undefined) return known;
    await this.store.runs.get(runId);
    return this.#known.get(runId) ?? null;
  }

  #checkOpen(act: string): void {
    if (this.#closing === null) return;
    throw new DefinitionError(`The engine was closed, so it cannot ${act}. Create another engine.`);
  }

  /** The queues of a workflow are those of its workers. */
  #checkedPlan(workflow: Runnable): Plan {
    return checkedPlan(workflow, { isClosed: this.#closing !== null, queues: workflow?.plan?.queues ?? new Set() });
  }
}

/** What is called now, as a promise. */
function settled(call: () => unknown): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  promise.catch(() => undefined); // whoever waits for the run hears of it
  try {
    resolve(call());
  } catch (thrown) {
    reject(thrown);
  }
  return promise;
}
