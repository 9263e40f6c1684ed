import type { Channel, Sent } from "./channel.ts";
import type { Command, CommandSink, Timer } from "./commands.ts";
import type { CoreState } from "./state.ts";
import type { StepRecord } from "./step-record.ts";

/** What a run and its child runs have in common. */
export interface RunTree {
  /** The run itself and all child runs that have begun, by the prefix of their paths. */
  readonly byPrefix: Map<string, CoreState>;
  /** All that have started, in the order of their first attempts. */
  readonly startOrder: StepRecord[];
  /** Timers that are set, by their keys. */
  readonly timers: Map<string, SetTimer>;
  /** Events and waits by the names of the events. */
  readonly channels: Map<string, Channel>;
  /** Events that an `on` step had and did not come to, because it was skipped or stopped. */
  readonly left: Sent[];
  /** What would have been asked of the runner, had the run not been paused. */
  held: Command[];
  /** The time of the event that was applied last. */
  now: number;
  /** Its sequence number. */
  sequence: number;
  isPaused: boolean;
  /** It was set aside, and is paused. */
  isParked: boolean;
  /** How many processes in a row ended while its lambdas or its steps ran and none of them had settled. */
  crashes: number;
  /** When it was paused last. */
  pausedAt: number;
  /** A live run takes events until its intake is closed. */
  isOpen: boolean;
  /** Attempts that are open and do not wait. */
  openAttempts: number;
  /** Steps and items that have something to do at once: not those that wait for others, for an event or for a time. */
  busy: number;
}

interface SetTimer {
  readonly timer: Timer;
  readonly at: number;
  /** When it was set. */
  readonly since: number;
}

export function createTree(): RunTree {
  return {
    byPrefix: new Map(),
    startOrder: [],
    timers: new Map(),
    channels: new Map(),
    left: [],
    held: [],
    now: 0,
    sequence: 0,
    isPaused: false,
    isParked: false,
    crashes: 0,
    pausedAt: 0,
    isOpen: false,
    openAttempts: 0,
    busy: 0,
  };
}

/** Asks the runner to start something; while the run is paused that waits. */
export function ask(state: CoreState, command: Command, commands: CommandSink): void {
  if (state.tree.isPaused) state.tree.held.push(command);
  else commands.push(command);
}

/** While the run is paused only what belongs to open attempts is timed. */
export function setTimer(state: CoreState, timer: Timer, at: number, commands: CommandSink): void {
  state.tree.timers.set(timerKey(timer), { timer, at, since: state.tree.now });
  if (!state.tree.isPaused || runsOn(timer)) commands.push({ type: "set-timer", timer, at });
}

export function clearTimer(state: CoreState, timer: Timer, commands: CommandSink): void {
  if (state.tree.timers.delete(timerKey(timer))) commands.push({ type: "clear-timer", timer });
}

/** Whether a timer goes on while the run is paused: that of an attempt that is open. */
export function runsOn({ kind }: Timer): boolean {
  return kind === "attempt" || kind === "grace";
}

/** Different timers have different keys. */
export function timerKey(timer: Timer): string {
  switch (timer.kind) {
    case "retry":
    case "attempt":
    case "run":
      return `${timer.kind} ${timer.path}`;
    case "wait":
      return `wait ${timer.wait} ${timer.path}`;
    case "grace":
      return `grace ${timer.always} ${timer.path}`;
    default:
      return timer satisfies never;
  }
}
