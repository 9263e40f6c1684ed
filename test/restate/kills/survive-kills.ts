import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createRestateEngine } from "@stepspan/restate";
import type { Run, RunHandle } from "stepspan";
import { type Group, startGroup } from "../../../packages/examples/src/cluster/group.ts";
import { readLedger } from "../../../packages/examples/src/cluster/ledger.ts";
import { register } from "../../../packages/examples/src/cluster/register.ts";
import { repeatedAttempts } from "../../../packages/examples/src/cluster/repeated-attempts.ts";
import { type RestateServer, startRestateServer } from "../../../packages/examples/src/cluster/restate-server.ts";
import { startConnectionBalancer } from "../support/connection-balancer.ts";
import { brokenPromises, type Kill } from "./broken-promises.ts";
import { expectedOf, type LayeredStep, layeredGraph } from "./layered-graph.ts";
import { layeredWorkflow } from "./layered-workflow.ts";

/** What is done to a server, two orchestrators and three workers. */
export interface KilledCluster {
  /** An empty folder, for the ledger. */
  readonly folder: string;
  readonly runs: number;
  /** Of each run. */
  readonly steps: number;
  /** Of the graph, which all runs have. */
  readonly seed: number;
  readonly random: () => number;
  /** The longest time between two kills, in milliseconds. */
  readonly pauseMs: number;
  readonly say: (line: string) => void;
}

/** What came of it. */
export interface Survival {
  readonly kills: readonly Kill[];
  readonly calls: number;
  /** Attempts whose bodies were called again. */
  readonly repeated: number;
  readonly finished: number;
  readonly milliseconds: number;
  /** What must not be, one sentence each. */
  readonly problems: readonly string[];
}

interface Cluster {
  readonly server: RestateServer;
  readonly workers: Group;
  readonly orchestrators: Group;
}

/** Begins all runs at once, and kills processes at random moments until all runs are over. */
export async function surviveKills(plan: KilledCluster): Promise<Survival> {
  const graph = layeredGraph(plan.seed, plan.steps);
  const ledger = join(plan.folder, "ledger.jsonl");
  const parameters = ["layered", String(plan.seed), String(plan.steps), ledger];
  await using server = await startRestateServer();
  await using workers = await groupOf("worker", 3, parameters);
  await using orchestrators = await groupOf("orchestrator", 2, parameters);
  await register(server.adminUrl, orchestrators.url);
  await register(server.adminUrl, workers.url);
  await using engine = createRestateEngine({ ingressUrl: server.ingressUrl, adminUrl: server.adminUrl });
  const begun = performance.now();
  const layered = layeredWorkflow("layered", graph);
  const handles = await Promise.all(
    Array.from({ length: plan.runs }, (_, salt) => engine.start(layered, { salt }, { runId: `run-${salt}` })),
  );
  const over = new AbortController();
  const killing = killAgainAndAgain({ server, workers, orchestrators }, plan, over.signal);
  const runs = await endsOf(handles, plan).finally(() => over.abort());
  const milliseconds = performance.now() - begun;
  const kills = await killing;
  return { ...judged(runs, graph, ledger, kills), kills, milliseconds };
}

async function groupOf(name: string, size: number, parameters: readonly string[]): Promise<Group> {
  const program = join(import.meta.dirname, `../programs/layered-${name}.ts`);
  return startGroup({ name, size, parameters, program, balancer: await startConnectionBalancer() });
}

async function endsOf(handles: readonly RunHandle[], { say }: KilledCluster): Promise<readonly (Run | Error)[]> {
  let finished = 0;
  return await Promise.all(
    handles.map(async ({ result }) => {
      const end = await result.catch((error: Error) => error);
      if (++finished % 20 === 0) say(`${finished} of ${handles.length} runs are over`);
      return end;
    }),
  );
}

/** Kills one process after the other; each is replaced at once. @returns the kills, when the signal is aborted */
async function killAgainAndAgain(cluster: Cluster, plan: KilledCluster, over: AbortSignal): Promise<readonly Kill[]> {
  const kills: Kill[] = [];
  const { server, workers, orchestrators } = cluster;
  for (;;) {
    await delay(plan.random() * plan.pauseMs, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return kills;
    const chance = plan.random();
    if (chance < 0.15) {
      const from = Date.now();
      await server.kill();
      kills.push({ what: "server", name: "server", from, until: Date.now() });
      await server.restart();
    } else {
      const [what, group] = chance < 0.65 ? (["worker", workers] as const) : (["orchestrator", orchestrators] as const);
      const member = group.members[Math.floor(plan.random() * group.members.length)]!; // each that was killed was replaced
      const from = Date.now();
      await group.kill(member);
      kills.push({ what, name: member.name, from, until: Date.now() });
      await group.join();
    }
    plan.say(`${kills.at(-1)?.name} was killed`);
  }
}

function judged(runs: readonly (Run | Error)[], graph: readonly LayeredStep[], ledger: string, kills: readonly Kill[]) {
  const calls = readLedger(ledger);
  const byRun = Map.groupBy(calls, ({ run }) => run);
  const problems = runs.flatMap((run, salt) => {
    if (run instanceof Error) return [`run-${salt}: ${run.message}`];
    return brokenPromises({ run, expected: expectedOf(graph, salt), calls: byRun.get(run.runId) ?? [], kills });
  });
  const finished = runs.filter((run) => !(run instanceof Error)).length;
  return { calls: calls.length, repeated: repeatedAttempts(calls).length, finished, problems };
}
