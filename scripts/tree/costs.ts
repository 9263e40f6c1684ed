/** What the machines are, and what each thing costs. Times are in milliseconds. */
export interface TreeCosts {
  /** The processes that conduct runs, each one thing at a time: how many times as long as what follows each takes. */
  readonly orchestrators: readonly number[];
  /** An orchestrator asks for a call: of an item or of a child. */
  readonly askMs: number;
  /** An orchestrator takes in what came of a call. */
  readonly takeMs: number;
  /** An orchestrator begins and ends a node, together. */
  readonly nodeMs: number;
  /** An orchestrator replays one entry of a journal. */
  readonly replayMs: number;
  /** Cores of the servers, all together. */
  readonly serverCores: number;
  /** What a core of a server does for a call, of an item or of a node. */
  readonly callMs: number;
  /** What it does when that call ends. */
  readonly answerMs: number;
  /** What it does besides for the start of a node, and for its end. */
  readonly serverNodeMs: number;
  /** How long a message is on its way while no processor works: disk and network. */
  readonly hopMs: number;
  /** How many invocations the servers have open at once: calls of items, and nodes that are not suspended. */
  readonly invocations: number;
  /** Bodies that run at once, on all workers. */
  readonly bodies: number;
  /** How long a body takes, with what the worker does around it. */
  readonly bodyMs: number;
  /** How many calls of a node are open at once. */
  readonly openCalls: number;
  /** A node to which nothing came for so long is suspended, and replayed by what comes next. */
  readonly suspendAfterMs: number;
  /** One orchestrator after the other is lost at this distance, and the nodes that it had are replayed. */
  readonly crashEveryMs: number;
  /** Entries and bytes that a call adds to the journal of its node. */
  readonly entriesPerCall: number;
  readonly bytesPerCall: number;
}

/** What became of it. */
export interface TreeOutcome {
  readonly nodes: number;
  /** From the start of the root until its end. */
  readonly timeMs: number;
  /** Those that passed through the servers. */
  readonly messages: number;
  readonly replays: number;
  /** What all replays took together. */
  readonly replayingMs: number;
  /** Of the node with the most calls. */
  readonly largestJournal: { readonly entries: number; readonly bytes: number };
  /** The most nodes that had begun and not ended at once. */
  readonly mostOpenNodes: number;
  /** How much of the time was used, from 0 to 1. */
  readonly used: { readonly orchestrators: number; readonly servers: number; readonly bodies: number };
}
