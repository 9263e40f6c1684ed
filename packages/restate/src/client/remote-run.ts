import { setTimeout as delay } from "node:timers/promises";
import { decodeEvents, type Plan, type Run, RunError, type RunEvent, RunLeftError, StoreError } from "@stepspan/engine";
import { asSentence, followEvents, RunObservation } from "@stepspan/engine/hosting";
import type { InboxMessage, PostReply } from "../protocol/inbox-message.ts";
import type { ClientParts } from "./client-parts.ts";
import { RestateJournal } from "./restate-journal.ts";
import { storedProblem, storedRun } from "./restate-reader.ts";
import { RunFollower } from "./run-follower.ts";
import type { BegunRun, RunPlace } from "./run-places.ts";

/** How often a run is looked at that is to stand still, in milliseconds. */
const lookAgainMs = 50;
const mostLooks = 40;

/** Which run it is. */
export interface RemoteRunOptions {
  readonly runId: string;
  readonly workflow: string;
  /** Undefined if its workflow is not known here. */
  readonly plan: Plan | undefined;
  /** Resolves when Restate has it. */
  readonly begun: Promise<BegunRun>;
  /** Called when its end is known here, or that it never began. */
  readonly onEnd: () => void;
}

/** A run in Restate, as it is seen from here. */
export class RemoteRun {
  readonly runId: string;
  readonly workflow: string;
  readonly plan: Plan | undefined;
  readonly begun: Promise<BegunRun>;
  readonly follower: RunFollower;
  readonly #parts: ClientParts;
  readonly #left = Promise.withResolvers<never>();
  #result: Promise<Run> | null = null;
  #isOver = false;
  readonly #onEnd: () => void;

  constructor(parts: ClientParts, { runId, workflow, plan, begun, onEnd }: RemoteRunOptions) {
    this.#onEnd = onEnd;
    this.runId = runId;
    this.workflow = workflow;
    this.plan = plan;
    this.begun = begun;
    this.#parts = parts;
    this.#left.promise.catch(() => undefined); // whoever waits for the run hears of it
    this.follower = new RunFollower(() => this.#journal());
    begun.catch(() => {
      this.noteEnd();
      this.follower.end();
    });
  }

  /** Whether its end is known here. */
  get isOver(): boolean {
    return this.#isOver || this.follower.isOver;
  }

  /** From the first time on that somebody asks, its end is waited for. */
  get result(): Promise<Run> {
    this.#result ??= this.#waitForEnd();
    return this.#result;
  }

  noteEnd(): void {
    this.#isOver = true;
    this.#onEnd();
  }

  /** From now on observers are told what happens. To be called before anybody follows it. */
  observe(): void {
    const { observation } = this.#parts;
    if (observation === null) return;
    const observed = new RunObservation(observation, this);
    this.follower.tell((events) => observed.publish(events));
    const unlisten = this.follower.listen(() => {
      if (!this.follower.hasEnded) return;
      unlisten();
      observed.end();
    });
  }

  /** Tells it something. @throws StoreError if Restate cannot be reached */
  async post(message: InboxMessage): Promise<PostReply> {
    const { service, invocation } = await this.begun;
    const bytes = new Uint8Array(this.#parts.wires.post.serialize({ invocation, message }));
    const reply = await this.#parts.ingress.post({ service, runId: this.runId }, bytes);
    this.follower.look();
    return reply;
  }

  /** Resolves when it is paused or over, or when somebody else knows. */
  async standsStill(known: Promise<unknown>): Promise<void> {
    let isKnown = false;
    const know = () => {
      isKnown = true;
    };
    known.then(know, know);
    const place = await this.#place();
    while (!isKnown && (await storedRun(this.#parts.reading.admin, place))?.status === "running") {
      await delay(lookAgainMs);
    }
  }

  /** All its events behind so many, as far as they have come. */
  async eventsFrom(position: number): Promise<readonly RunEvent[]> {
    return (await this.#journal()).read(position, Infinity);
  }

  /** The engine is closed: it goes on without it. */
  leave(): void {
    this.#left.reject(new RunLeftError(this.runId, this.workflow, "elsewhere"));
    this.follower.end();
  }

  /** What is read may come from a machine that is a little behind: a run that has ended well is there at the next look. */
  async #lastEvents(isWell: boolean): Promise<readonly RunEvent[]> {
    for (let looks = 1; ; looks++) {
      const events = await this.eventsFrom(0);
      if (!isWell || looks === mostLooks || events.at(-1)?.type === "run-finished") return events;
      await delay(lookAgainMs);
    }
  }

  async #place(): Promise<RunPlace> {
    return this.#parts.places.ofInvocation(this.runId, await this.begun);
  }

  async #journal(): Promise<RestateJournal> {
    return new RestateJournal(this.#parts.reading, await this.#place());
  }

  #waitForEnd(): Promise<Run> {
    const result = Promise.race([this.#end(), this.#left.promise]);
    result.catch(() => undefined); // whoever only follows the events has seen the failure there
    return result;
  }

  async #end(): Promise<Run> {
    const { service } = await this.begun;
    const { problem, chunks } = await this.#parts.ingress.ended({ service, runId: this.runId });
    const { codec } = this.#parts.reading;
    const events = chunks === null ? await this.#lastEvents(problem === null) : decodeEvents(chunks.flat(), codec);
    if (chunks !== null) this.#parts.ended.add(() => this.#lastEvents(true).catch(() => undefined)); // who reads hears of it
    this.noteEnd();
    this.follower.take(events);
    if (events.at(-1)?.type !== "run-finished") {
      this.follower.end();
      throw withoutEnd(this, problem ?? (await storedProblem(this.#parts.reading.admin, await this.#place())));
    }
    const { run } = followEvents(events);
    if (run.status === "succeeded") return run;
    throw new RunError(run);
  }
}

/** It was killed or removed, or it broke. */
function withoutEnd({ runId, workflow }: RemoteRun, problem: string | null): StoreError {
  const because = problem === null ? "it was removed there." : asSentence(problem);
  return new StoreError(
    `Run ${JSON.stringify(runId)} of workflow "${workflow}" has no end in Restate: ${because} Nothing goes on with it: start another run.`,
  );
}
