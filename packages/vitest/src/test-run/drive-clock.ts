import type { ManualClock } from "@stepspan/engine/testing";
import type { CompletionOrder } from "./completion-order.ts";
import { endOfTurn, moment } from "./event-loop.ts";
import type { Outside } from "./outside.ts";
import type { RealWork } from "./real-work.ts";
import type { RunWatch } from "./run-watch.ts";

/** One turn may pass between a promise that settles and what comes of it. */
const quietTurns = 2;
/** How long, in real milliseconds, nothing may happen before an order counts as impossible, or a wait as unanswered. */
const standstillMs = 50;
/** The same while a body waits that may listen to something outside of JavaScript as well. */
const standstillOfBodyMs = 500;
/** The same if something outside of JavaScript is open: shorter than what vitest gives a test. */
const standstillOfRealWorkMs = 3000;

export interface Drive {
  readonly clock: ManualClock;
  readonly watch: RunWatch;
  readonly order: CompletionOrder;
  readonly realWork: RealWork;
  readonly outside: Outside;
  /** False if the test moves the clock itself. */
  readonly movesClock: boolean;
  isOver(): boolean;
  /** Called when the run only waits for events that nobody will send. */
  onUnanswered(): void;
}

/**
 * Moves the clock until the run is over: to the next timer as soon as nothing else can happen; together with real time
 * while a step waits for something outside of JavaScript. Waits are answered before time moves. An order that lets
 * nothing happen is given up.
 */
export async function driveClock(drive: Drive): Promise<void> {
  const { clock, watch, order, outside } = drive;
  let clockMovedAt = performance.now();
  let standingSince = clockMovedAt;
  let seen = 0;
  while (!(await isOverWhenQuiet(drive))) {
    const now = performance.now();
    const isThinking = outside.answer(watch.waits) || outside.isBusy;
    const move = isThinking ? "wait" : nextMove(drive);
    const isMoving = move === "jump" || isThinking || watch.open.size > order.held.size;
    if (watch.events.length > seen || isMoving) standingSince = now;
    seen = watch.events.length;
    if (move === "jump") jumpToNextTimer(clock);
    if (move === "follow-real-time") clock.advance(now - clockMovedAt);
    if (clock.nextTimer === null) endStandstill(drive, now - standingSince);
    clockMovedAt = now;
    if (move !== "jump") await moment();
  }
}

/** Nothing is on its way any more: attempts are held back, or events are waited for that nobody sends. */
function endStandstill({ watch, order, realWork, onUnanswered }: Drive, standingMs: number): void {
  const bodyLimitMs = realWork.isPending() ? standstillOfRealWorkMs : standstillOfBodyMs;
  if (standingMs < (watch.parked.size > 0 ? bodyLimitMs : standstillMs)) return;
  if (order.held.size > 0) order.breakDeadlock(watch);
  else if (watch.waits.some(({ event }) => event !== null)) onUnanswered();
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

function nextMove({ clock, movesClock, watch, order, realWork, outside }: Drive): Move {
  const isWorking = watch.open.size + watch.parked.size > order.held.size;
  if (!movesClock && outside.failure === null) return "wait"; // else the test hears of it only when the run has ended
  if (isWorking && realWork.isPending()) return "follow-real-time";
  return clock.nextTimer === null ? "wait" : "jump";
}

/** A sum of fractions may fall short of the timer; the second step is exact. */
function jumpToNextTimer(clock: ManualClock): void {
  const at = clock.nextTimer;
  while (at !== null && clock.nextTimer === at) clock.advance(Math.max(0, at - clock.now()));
}
