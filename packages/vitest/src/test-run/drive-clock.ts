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
 * while a step waits for something outside of JavaScript.
 *
 * @throws DefinitionError if nothing can happen because of the order in which attempts may end
 */
export async function driveClock(drive: Drive): Promise<void> {
  const { clock, order, watch } = drive;
  let clockMovedAt = performance.now();
  let standingSince = clockMovedAt;
  for (;;) {
    const happened = await untilQuiet(drive);
    if (drive.isOver()) return;
    const now = performance.now();
    const move = nextMove(drive);
    if (happened || move !== "wait") standingSince = now;
    if (move === "jump") jumpToNextTimer(clock);
    if (move === "follow-real-time") clock.advance(now - clockMovedAt);
    if (isStuck(drive, move) && now - standingSince >= standstillMs) throw order.deadlock(watch);
    clockMovedAt = now;
    if (move !== "jump") await moment();
  }
}

/** Resolves when some turns of the event loop brought no event; true if others before them did. */
async function untilQuiet({ watch, isOver }: Drive): Promise<boolean> {
  const before = watch.events.length;
  let seen = before;
  for (let quiet = 0; quiet < quietTurns && !isOver(); quiet++) {
    await endOfTurn();
    if (watch.events.length === seen) continue;
    seen = watch.events.length;
    quiet = -1;
  }
  return seen !== before;
}

type Move = "jump" | "follow-real-time" | "wait";

function nextMove({ clock, movesClock, watch, order, realWork }: Drive): Move {
  const isWorking = watch.open.size > order.held.size;
  if (!isWorking) realWork.ignoreWhatIsOpen();
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
