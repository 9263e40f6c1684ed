import type { TreeCosts, TreeOutcome } from "./costs.ts";
import { EventQueue } from "./event-queue.ts";
import type { Tree } from "./shape.ts";
import { Slots } from "./slots.ts";
import { Station } from "./station.ts";

/** What happens to a node. Calls of its items are told apart by nothing but their node. */
const Kind = {
  /** Its start has come to the server. */
  started: 0,
  /** It wants to be open. */
  wanted: 1,
  /** It is open: it begins, or is replayed. */
  opened: 2,
  /** It makes its first calls. */
  begun: 3,
  /** A call of one of its items has come to the server. */
  called: 4,
  /** That call is open. */
  sent: 5,
  /** A worker has it. */
  given: 6,
  /** Its body has ended. */
  ended: 7,
  /** The node hears that a call has ended. */
  told: 8,
  /** Its own end has come to the server. */
  over: 9,
  /** It may have been idle for long enough. */
  idle: 10,
  /** An orchestrator is lost; the subject is its number. */
  lost: 11,
} as const;

/** Where a node is. */
const Place = { before: 0, opening: 1, open: 2, suspended: 3, over: 4 } as const;

/**
 * Runs a map over a tree of invocations in virtual time: each message, body and replay is an event.
 *
 * @throws Error if it comes to a stand, as all invocations are taken by nodes that wait for those that have none
 */
export function simulateTree(tree: Tree, costs: TreeCosts): TreeOutcome {
  return new Simulation(tree, costs).run();
}

class Simulation {
  readonly #tree: Tree;
  readonly #costs: TreeCosts;
  readonly #queue = new EventQueue();
  readonly #slots: Slots;
  readonly #orchestrators: readonly Station[];
  readonly #servers: Station;
  readonly #workers: Station;
  readonly #place: Uint8Array;
  readonly #asked: Int32Array;
  readonly #done: Int32Array;
  /** Ends of calls that came to a node while it was not open. */
  readonly #missed: Int32Array;
  /** When the last work of a node ends. */
  readonly #activeAt: Float64Array;
  #now = 0;
  #messages = 0;
  #replays = 0;
  #replayingMs = 0;
  #openNodes = 0;
  #mostOpenNodes = 0;
  #losses = 0;
  #finishedAt: number | null = null;

  constructor(tree: Tree, costs: TreeCosts) {
    this.#tree = tree;
    this.#costs = costs;
    this.#slots = new Slots(this.#queue, costs.invocations);
    this.#orchestrators = costs.orchestrators.map(() => new Station(1));
    this.#servers = new Station(costs.serverCores);
    this.#workers = new Station(costs.bodies);
    const nodes = tree.callsOf.length;
    this.#place = new Uint8Array(nodes);
    this.#asked = new Int32Array(nodes);
    this.#done = new Int32Array(nodes);
    this.#missed = new Int32Array(nodes);
    this.#activeAt = new Float64Array(nodes);
  }

  run(): TreeOutcome {
    const queue = this.#queue;
    queue.plan(0, Kind.started, 0);
    if (this.#costs.crashEveryMs < Infinity) queue.plan(this.#costs.crashEveryMs, Kind.lost, 0);
    while (this.#finishedAt === null) {
      if (!queue.take()) throw new Error("The tree stands still: no node that could go on has an invocation.");
      this.#now = queue.time;
      this.#happen(queue.kind, queue.subject);
    }
    return this.#outcome(this.#finishedAt);
  }

  #happen(kind: number, node: number): void {
    const { bodyMs, serverNodeMs, callMs, answerMs } = this.#costs;
    switch (kind) {
      case Kind.started:
        this.#place[node] = Place.opening;
        return this.#queue.plan(this.#pass(callMs + serverNodeMs), Kind.wanted, node);
      case Kind.wanted:
        return this.#slots.claim(this.#now, Kind.opened, node);
      case Kind.opened:
        return this.#open(node);
      case Kind.begun:
        return this.#begin(node);
      case Kind.called:
        return this.#slots.claim(this.#now, Kind.sent, node);
      case Kind.sent:
        return this.#queue.plan(this.#pass(callMs), Kind.given, node);
      case Kind.given:
        return this.#queue.plan(this.#workers.work(this.#now, bodyMs), Kind.ended, node);
      case Kind.ended:
        this.#slots.release(this.#now);
        return this.#queue.plan(this.#pass(answerMs), Kind.told, node);
      case Kind.told:
        return this.#tell(node);
      case Kind.over:
        return this.#end(node);
      case Kind.idle:
        return this.#suspendIfIdle(node);
      case Kind.lost:
        return this.#lose(node);
    }
  }

  #open(node: number): void {
    const isNew = this.#asked[node] === 0;
    this.#place[node] = Place.open;
    if (isNew) {
      this.#mostOpenNodes = Math.max(this.#mostOpenNodes, ++this.#openNodes);
      this.#queue.plan(this.#conduct(node, this.#costs.nodeMs / 2), Kind.begun, node);
    } else {
      this.#replay(node);
      for (; this.#missed[node]! > 0; this.#missed[node]!--) this.#take(node);
    }
    this.#watch(node);
  }

  #begin(node: number): void {
    const calls = this.#tree.callsOf[node]!;
    if (calls === 0) return this.#queue.plan(this.#conduct(node, this.#costs.nodeMs / 2), Kind.over, node);
    while (this.#asked[node]! < Math.min(calls, this.#costs.openCalls)) this.#ask(node, 0);
  }

  /** Its next call leaves when its orchestrator has done what comes before. */
  #ask(node: number, beforeMs: number): void {
    const leavesAt = this.#conduct(node, beforeMs + this.#costs.askMs);
    const child = this.#tree.firstChildOf[node]!;
    if (child === -1) this.#queue.plan(leavesAt, Kind.called, node);
    else this.#queue.plan(leavesAt, Kind.started, child + this.#asked[node]!);
    this.#asked[node]!++;
  }

  #tell(node: number): void {
    if (this.#place[node] === Place.open) return this.#take(node);
    this.#missed[node]!++;
    if (this.#place[node] === Place.opening) return;
    this.#place[node] = Place.opening;
    this.#queue.plan(this.#now, Kind.wanted, node);
  }

  #take(node: number): void {
    const calls = this.#tree.callsOf[node]!;
    const { takeMs, nodeMs } = this.#costs;
    const done = ++this.#done[node]!;
    if (done === calls) this.#queue.plan(this.#conduct(node, takeMs + nodeMs / 2), Kind.over, node);
    else if (this.#asked[node]! < calls) this.#ask(node, takeMs);
    else this.#conduct(node, takeMs);
  }

  #end(node: number): void {
    this.#place[node] = Place.over;
    this.#openNodes--;
    this.#slots.release(this.#now);
    const toldAt = this.#pass(this.#costs.answerMs + this.#costs.serverNodeMs);
    const parent = this.#tree.parentOf[node]!;
    if (parent === -1) this.#finishedAt = toldAt;
    else this.#queue.plan(toldAt, Kind.told, parent);
  }

  #suspendIfIdle(node: number): void {
    if (!this.#waits(node)) return;
    if (this.#activeAt[node]! + this.#costs.suspendAfterMs > this.#now) return this.#watch(node);
    this.#place[node] = Place.suspended;
    this.#slots.release(this.#now);
  }

  /** Another orchestrator takes its place at once, and begins with the replays. */
  #lose(orchestrator: number): void {
    const { orchestrators, crashEveryMs } = this.#costs;
    for (let node = orchestrator; node < this.#place.length; node += orchestrators.length) {
      if (this.#waits(node)) this.#replay(node);
    }
    if (this.#queue.size === 0) return;
    this.#queue.plan(this.#now + crashEveryMs, Kind.lost, ++this.#losses % orchestrators.length);
  }

  /** Whether it is open, and calls of its are, too. */
  #waits(node: number): boolean {
    return this.#place[node] === Place.open && this.#done[node]! < this.#tree.callsOf[node]!;
  }

  #watch(node: number): void {
    const dueAt = this.#activeAt[node]! + this.#costs.suspendAfterMs;
    if (dueAt < Infinity) this.#queue.plan(dueAt, Kind.idle, node);
  }

  #replay(node: number): void {
    const takesMs = this.#done[node]! * this.#costs.entriesPerCall * this.#costs.replayMs;
    this.#replays++;
    this.#replayingMs += takesMs;
    this.#conduct(node, takesMs);
  }

  /** When the orchestrator of a node has done this for it. */
  #conduct(node: number, takesMs: number): number {
    const { orchestrators } = this.#costs;
    const which = node % orchestrators.length;
    const doneAt = this.#orchestrators[which]!.work(this.#now, takesMs * orchestrators[which]!); // there are so many
    this.#activeAt[node] = doneAt;
    return doneAt;
  }

  /** When a message that comes to the servers now has come to where it is to go. */
  #pass(takesMs: number): number {
    this.#messages++;
    return this.#servers.work(this.#now, takesMs) + this.#costs.hopMs;
  }

  #outcome(timeMs: number): TreeOutcome {
    const { orchestrators, serverCores, bodies, entriesPerCall, bytesPerCall } = this.#costs;
    const conducting = this.#orchestrators.reduce((sum, { busyMs }) => sum + busyMs, 0);
    const calls = this.#tree.callsOf.reduce((most, count) => Math.max(most, count), 0);
    return {
      nodes: this.#tree.callsOf.length,
      ...{ timeMs, messages: this.#messages, replays: this.#replays, replayingMs: this.#replayingMs },
      largestJournal: { entries: calls * entriesPerCall, bytes: calls * bytesPerCall },
      mostOpenNodes: this.#mostOpenNodes,
      used: {
        orchestrators: conducting / timeMs / orchestrators.length,
        servers: this.#servers.busyMs / timeMs / serverCores,
        bodies: this.#workers.busyMs / timeMs / bodies,
      },
    };
  }
}
