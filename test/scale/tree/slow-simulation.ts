import type { TreeCosts } from "../../../scripts/tree/costs.ts";

/** What is compared with the fast simulation. */
export interface SlowOutcome {
  readonly timeMs: number;
  readonly messages: number;
  readonly replays: number;
  readonly replayingMs: number;
  readonly mostOpenNodes: number;
  /** Whether two things were planned for one time, each for a reason of its own: then either may come first. */
  readonly isAmbiguous: boolean;
}

/** A node as one would draw it: its children, or its items. */
export type DrawnNode = { readonly children: readonly DrawnNode[] } | { readonly items: number };

interface SlowNode {
  readonly children: readonly DrawnNode[];
  readonly calls: number;
  readonly orchestrator: number;
  /** Tells whoever waits for it. */
  readonly over: () => void;
  place: "opening" | "open" | "suspended" | "over";
  hasBegun: boolean;
  asked: number;
  done: number;
  missed: number;
  /** Works of it that its orchestrator has not finished. */
  working: number;
  /** Changes with each work, so that a timer knows whether there was one since. */
  works: number;
}

/**
 * The same world as `simulateTree`, as plainly as can be: closures in a list that is searched for what is next; queues
 * in which jobs stand until someone is free; a timer for each time at which a node fell idle. Nodes are numbered as
 * they are drawn, level by level.
 */
export function simulateSlowly(root: DrawnNode, costs: TreeCosts): SlowOutcome {
  let now = 0;
  let order = 0;
  const agenda: { readonly at: number; readonly order: number; readonly since: number; readonly act: () => void }[] =
    [];
  const at = (time: number, act: () => void) => agenda.push({ at: time, order: order++, since: now, act });
  const soon = (act: () => void) => at(now, act);

  const crew = (count: number) => {
    const jobs: { readonly takesMs: number; readonly then: () => void }[] = [];
    let free = count;
    const begin = () => {
      if (free === 0 || jobs.length === 0) return;
      const { takesMs, then } = jobs.shift()!; // there is one
      free--;
      at(now + takesMs, () => {
        free++;
        then();
        begin();
      });
    };
    return (takesMs: number, then: () => void) => {
      jobs.push({ takesMs, then });
      begin();
    };
  };
  const orchestrators = costs.orchestrators.map((pace) => ({ pace, work: crew(1) }));
  const servers = crew(costs.serverCores);
  const workers = crew(costs.bodies);

  let free = costs.invocations;
  const waiting: (() => void)[] = [];
  const claim = (then: () => void) => {
    waiting.push(then);
    if (free > 0) release(-1);
  };
  const release = (change = 0) => {
    if (waiting.length === 0) free++;
    else {
      free += change;
      soon(waiting.shift()!);
    }
  };

  const outcome = { messages: 0, replays: 0, replayingMs: 0, mostOpenNodes: 0 };
  const nodes = new Map<DrawnNode, number>();
  const level: DrawnNode[] = [root];
  for (const drawn of level) {
    nodes.set(drawn, nodes.size);
    if ("children" in drawn) level.push(...drawn.children);
  }
  const living: SlowNode[] = [];
  let timeMs = Number.NaN;
  let isAmbiguous = false;

  const pass = (takesMs: number, then: () => void) => {
    outcome.messages++;
    servers(takesMs, () => at(now + costs.hopMs, then));
  };
  const conduct = (node: SlowNode, takesMs: number, then: () => void) => {
    node.working++;
    node.works++;
    const { pace, work } = orchestrators[node.orchestrator]!;
    work(takesMs * pace, () => {
      node.working--;
      then();
      const { works } = node;
      if (node.working === 0) at(now + costs.suspendAfterMs, () => node.works === works && suspend(node));
    });
  };
  const waits = (node: SlowNode) => node.place === "open" && node.done < node.calls;
  const suspend = (node: SlowNode) => {
    if (!waits(node)) return;
    node.place = "suspended";
    release();
  };
  const start = (drawn: DrawnNode, over: () => void) => {
    const children = "children" in drawn ? drawn.children : [];
    const node: SlowNode = {
      ...{ children, calls: "items" in drawn ? drawn.items : children.length, over, place: "opening" },
      ...{ orchestrator: nodes.get(drawn)! % orchestrators.length, hasBegun: false },
      ...{ asked: 0, done: 0, missed: 0, working: 0, works: 0 },
    };
    pass(costs.callMs + costs.serverNodeMs, () => claim(() => open(node)));
  };
  const open = (node: SlowNode) => {
    node.place = "open";
    if (node.hasBegun) {
      replay(node);
      for (; node.missed > 0; node.missed--) take(node);
      return;
    }
    node.hasBegun = true;
    living.push(node);
    outcome.mostOpenNodes = Math.max(outcome.mostOpenNodes, living.filter(({ place }) => place !== "over").length);
    conduct(node, costs.nodeMs / 2, () => {
      if (node.calls === 0) conduct(node, costs.nodeMs / 2, () => end(node));
      for (let call = 0; call < Math.min(node.calls, costs.openCalls); call++) ask(node, 0);
    });
  };
  const ask = (node: SlowNode, beforeMs: number) => {
    const child = node.children[node.asked++];
    const told = () => tell(node);
    const call = () => claim(() => pass(costs.callMs, () => workers(costs.bodyMs, answer)));
    const answer = () => {
      release();
      pass(costs.answerMs, told);
    };
    conduct(node, beforeMs + costs.askMs, () => (child === undefined ? call() : start(child, told)));
  };
  const tell = (node: SlowNode) => {
    if (node.place === "open") return take(node);
    node.missed++;
    if (node.place === "suspended") claim(() => open(node));
    node.place = "opening";
  };
  const take = (node: SlowNode) => {
    node.done++;
    if (node.done === node.calls) conduct(node, costs.takeMs + costs.nodeMs / 2, () => end(node));
    else if (node.asked < node.calls) ask(node, costs.takeMs);
    else conduct(node, costs.takeMs, () => undefined);
  };
  const end = (node: SlowNode) => {
    node.place = "over";
    release();
    pass(costs.answerMs + costs.serverNodeMs, node.over);
  };
  const replay = (node: SlowNode) => {
    const takesMs = node.done * costs.entriesPerCall * costs.replayMs;
    outcome.replays++;
    outcome.replayingMs += takesMs;
    conduct(node, takesMs, () => undefined);
  };
  const lose = (losses: number) => {
    for (const node of living.filter((one) => one.orchestrator === losses % orchestrators.length && waits(one))) {
      replay(node);
    }
    at(now + costs.crashEveryMs, () => lose(losses + 1));
  };

  start(root, () => {
    timeMs = now;
  });
  if (costs.crashEveryMs < Infinity) at(costs.crashEveryMs, () => lose(0));
  while (Number.isNaN(timeMs)) {
    const next = agenda.reduce((first, other) =>
      other.at < first.at || (other.at === first.at && other.order < first.order) ? other : first,
    );
    agenda.splice(agenda.indexOf(next), 1);
    isAmbiguous ||= next.at - now < 1e-9 && next.at - next.since > 1e-9;
    now = next.at;
    next.act();
  }
  return { ...outcome, timeMs, isAmbiguous };
}
