import type { ManualClock } from "@stepspan/engine/testing";
import type { CompletionOrder } from "./completion-order.ts";
import { endOfTurn, moment } from "./event-loop.ts";
import type { RealWork } from "./real-work.ts";
import type { RunWatch } from "./run-watch.ts";

/** One turn may pass between a promise that settles and what comes of it. */
const quietTurns = 2;
/** How long, in real milliseconds, nothing may happen before an order counts as impossible. */
const standstillMs = 50;

export interface Drive {
  readonly clock: ManualClock;
  readonly watch: RunWatch;
  readonly order: CompletionOrder;
  readonly realWork: RealWork;
  /** False if the test moves the clock itself. */
  readonly movesClock: boolean;
  isOver(): boolean;
}

/**
 * Moves the clock until the run is over: to the next timer as soon as nothing else can happen; together with real time
 * while a step waits for something outside of JavaScript. An order that lets nothing happen is given up.
 */
export async function driveClock(drive: Drive): Promise<void> {
  const { clock, order, watch } = drive;
  let clockMovedAt = performance.now();
  let standingSince = clockMovedAt;
  let seen = 0;
  while (!(await isOverWhenQuiet(drive))) {
    const now = performance.now();
    const move = nextMove(drive);
    if (watch.events.length > seen || move !== "wait") standingSince = now;
    seen = watch.events.length;
    if (move === "jump") jumpToNextTimer(clock);
    if (move === "follow-real-time") clock.advance(now - clockMovedAt);
    if (isStuck(drive, move) && now - standingSince >= standstillMs) order.breakDeadlock(watch);
    clockMovedAt = now;
    if (move !== "jump") await moment();
  }
}

/** Resolves when some turns of the event loop brought no event, or when the run is over. */
async function isOverWhenQuiet({ watch, isOver }: Drive): Promise<boolean> {
  for (let quiet = 0; quiet < quietTurns && !isOver(); quiet++) {
    const before = watch.events.length;
    await endOfTurn();
    if (watch.events.length > before) quiet = -1;
  }
  return isOver();
}

type Move = "jump" | "follow-real-time" | "wait";

function nextMove({ clock, movesClock, watch, order, realWork }: Drive): Move {
  const isWorking = watch.open.size > order.held.size;
  if (!movesClock) return "wait";
  if (isWorking && realWork.isPending()) return "follow-real-time";
  return clock.nextTimer === null ? "wait" : "jump";
}

/** Attempts are held back, none works, and no timer will change that. */
function isStuck({ clock, watch, order }: Drive, move: Move): boolean {
  return move === "wait" && order.held.size > 0 && watch.open.size === order.held.size && clock.nextTimer === null;
}

/** A sum of fractions may fall short of the timer; the second step is exact. */
function jumpToNextTimer(clock: ManualClock): void {
  const at = clock.nextTimer;
  while (at !== null && clock.nextTimer === at) clock.advance(Math.max(0, at - clock.now()));
}
