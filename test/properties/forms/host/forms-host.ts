import {
  createEngine,
  type EngineOptions,
  memoryStore,
  type Run,
  RunError,
  type RunEvent,
  type RunSnapshot,
  type StateStore,
} from "@stepspan/engine";
import { workflowOfFlow } from "../build/workflow-of-flow.ts";
import { allSteps, bodyOf, type EventData, type StepCase } from "../cases/form-case.ts";
import { answerWaits } from "./answers.ts";
import { type CreateEngine, EngineLife } from "./engine-life.ts";
import type { BodyCall, Shared } from "./life.ts";
import { Pausing, type Restart } from "./pausing.ts";
import type { FlowStory, PauseCase } from "./story-case.ts";

/** A story that was played to its end. */
export interface PlayedFlow {
  readonly story: FlowStory;
  readonly run: Run;
  /** The same run as its journal gives it. */
  readonly folded: Run;
  readonly events: readonly RunEvent[];
  readonly calls: readonly BodyCall[];
  /** How many events each snapshot held from which the run went on. */
  readonly restarts: readonly number[];
  readonly states: StateStore;
  /** How often bodies emitted something. */
  readonly emissions: number;
  /** A timer that was left when the run was over. */
  readonly leftTimer: number | null;
}

const mostTurns = 3000;

/** The world around a run, in the hands of a story: nothing happens by itself, and the same story gives the same events. */
export class FormsHost {
  readonly #story: FlowStory;
  readonly #createEngine: CreateEngine;
  readonly #workflow;
  readonly #shared: Shared = { calls: [], answered: new Map(), serials: 0 };
  readonly #states = memoryStore().states;
  readonly #restarts: number[] = [];
  #life: EngineLife;
  #pauses: readonly PauseCase[];
  #pausing: Pausing | null = null;
  #emissions = 0;
  #emergencies = 0;

  constructor(story: FlowStory, create: (options: EngineOptions) => ReturnType<CreateEngine> = createEngine) {
    this.#story = story;
    this.#createEngine = create;
    this.#workflow = workflowOfFlow(story.flow);
    this.#pauses = [...story.pauses].sort((one, other) => one.turn - other.turn);
    this.#life = this.#newLife(0, 0);
  }

  /** The events so far, for messages. */
  get events(): readonly RunEvent[] {
    return this.#life.events;
  }

  async play(): Promise<PlayedFlow> {
    const { runConcurrency, isLive } = this.#story;
    const limit = runConcurrency === null ? {} : { concurrency: runConcurrency };
    const life = this.#life;
    life.follow(
      life.engine.start(
        this.#workflow,
        { p: 0, depth: 0 },
        { runId: "run", live: isLive, resources: { life: life.bodies }, ...limit },
      ),
    );
    await life.rest();
    for (let turn = 0; this.#life.end === null; turn++) {
      if (turn > mostTurns) throw new Error(`The run does not end: ${mostTurns} turns were not enough.`);
      await this.#takeTurn(turn);
    }
    return this.#played(this.#life);
  }

  async #takeTurn(turn: number): Promise<void> {
    const life = this.#life;
    const { cancels, sends, choices } = this.#story;
    for (const at of cancels) if (at === turn) life.handle.cancel(`turn ${turn}`);
    for (const at of sends)
      if (at === turn) life.send("turn", { value: turn, key: "outside", serial: ++this.#shared.serials, depth: 1 });
    const pause = this.#pausing === null && (this.#pauses[0]?.turn ?? Infinity) <= turn ? this.#pauses[0] : undefined;
    if (pause !== undefined) this.#pauses = this.#pauses.slice(1);
    if (pause?.isCrash === false) this.#pausing = new Pausing(pause, life);
    const isActive = this.#act(choices[turn] ?? 0);
    if (pause?.isCrash === true) return this.#crash(pause);
    await life.rest();
    await this.#goOn(isActive);
  }

  /** Takes one of the possible actions. False if there is none. */
  #act(choice: number): boolean {
    const life = this.#life;
    const { hands } = life.bodies;
    const answers = answerWaits(life, () => ++this.#shared.serials);
    const actions: (() => void)[] = [...hands, ...answers];
    const { nextTimer } = life.clock;
    if (nextTimer !== null) {
      const wait = Math.max(0, nextTimer - life.clock.now());
      actions.push(
        () => life.clock.advance(wait),
        () => life.clock.advance(Math.min(1, wait)),
      );
    }
    const all = () => {
      for (const act of [...hands, ...answers]) act();
      if (hands.length + answers.length === 0) actions[0]?.();
    };
    [all, ...actions][choice % (actions.length + 1)]?.();
    return actions.length > 0;
  }

  /** Ends a pause when its time has come; asks a run to end that nothing else can move. */
  async #goOn(isActive: boolean): Promise<void> {
    const life = this.#life;
    if (life.end !== null) return;
    if (this.#pausing !== null) {
      const snapshot = this.#pausing.next(isActive);
      if (snapshot === "wait") return;
      this.#pausing = null;
      if (snapshot === null) life.handle.resume();
      else await this.#restart(snapshot);
      return this.#life.rest();
    }
    if (isActive) return;
    this.#emergencies++;
    if (this.#emergencies === 1 && this.#story.isLive) life.handle.stop();
    else if (this.#emergencies < 6 && this.#mayEnd) life.handle.cancel("nothing else can end it");
    else throw new Error("The run hangs: nothing can act.");
    return life.rest();
  }

  /** A calm run ends by itself. So does any other, unless a crash took one of two waits with it that a body began at once. */
  get #mayEnd(): boolean {
    const { cancels, isLive, sends, pauses, flow } = this.#story;
    if (isLive || cancels.length + sends.length > 0) return true;
    return pauses.some(({ isCrash }) => isCrash) && allSteps(flow).some(goesAhead);
  }

  /** The engine is lost in the middle of things. */
  async #crash({ microtasks, restartMs }: PauseCase): Promise<void> {
    for (let count = 0; count < microtasks; count++) await undefined;
    const snapshot = await this.#life.crash();
    if (snapshot === null) return this.#life.rest();
    await this.#restart({ snapshot, restartMs: restartMs ?? 0 });
    return this.#life.rest();
  }

  async #restart({ snapshot, restartMs }: Restart): Promise<void> {
    const old = this.#life;
    this.#restarts.push(snapshot.events.length);
    this.#emissions += old.emissions;
    this.#forgetLost(old.events.slice(0, snapshot.events.length));
    await old.leave();
    const life = this.#newLife(old.bodies.number + 1, old.clock.now() + restartMs);
    this.#life = life;
    const { runConcurrency } = this.#story;
    const limit = runConcurrency === null ? {} : { concurrency: runConcurrency };
    const read = JSON.parse(JSON.stringify(snapshot)) as RunSnapshot; // plain JSON, so it is the same
    life.follow(life.engine.resume(read, { workflow: this.#workflow, resources: { life: life.bodies }, ...limit }));
  }

  /** What was sent and is not in a snapshot is sent again. */
  #forgetLost(events: readonly RunEvent[]): void {
    const { answered } = this.#shared;
    const kept = new Set(
      events.flatMap((event) => (event.type === "event-sent" ? [(event.data as EventData).serial] : [])),
    ); // all events are such
    for (const [wait, serial] of answered) if (!kept.has(serial)) answered.delete(wait);
  }

  #newLife(number: number, time: number): EngineLife {
    return new EngineLife({
      number,
      time,
      states: this.#states,
      shared: this.#shared,
      concurrency: this.#story.concurrency,
      storeDelay: this.#story.storeDelay,
      createEngine: this.#createEngine,
    });
  }

  async #played(life: EngineLife): Promise<PlayedFlow> {
    const folded = await life.engine.runs.get("run");
    const leftTimer = life.clock.nextTimer;
    await life.leave();
    if (life.end instanceof Error && !(life.end instanceof RunError)) throw life.end;
    const run = life.end instanceof RunError ? life.end.run : life.end;
    if (run == null || folded === undefined) throw new Error("The store does not know the run.");
    return {
      story: this.#story,
      run,
      folded,
      events: await life.journal(),
      calls: this.#shared.calls,
      restarts: this.#restarts,
      states: this.#states,
      emissions: this.#emissions + life.emissions,
      leftTimer,
    };
  }
}

function goesAhead(step: StepCase): boolean {
  const body = bodyOf(step);
  return body?.kind === "script" && body.script.actions.some((action) => action.do === "ahead");
}
