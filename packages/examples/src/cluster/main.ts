/**
 * One run of 500 steps on a Restate server, two processes that decide and three that work. One of each is killed while
 * the run is on. Ends with 0 if every step succeeded, and no attempt was repeated but those that were open in the worker
 * that was killed.
 */
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createRestateEngine } from "@stepspan/restate";
import { startCallBalancer } from "./call-balancer.ts";
import { type Group, startGroup } from "./group.ts";
import { type Ledger, readLedger } from "./ledger.ts";
import { register } from "./register.ts";
import { startRestateServer } from "./restate-server.ts";
import { verdictOn } from "./verdict.ts";
import { whereItRan } from "./where-it-ran.ts";
import { stepsOf, wordReport } from "./word-report.ts";

const repository = resolve(import.meta.dirname, "../../../..");
const files = globSync("packages/*/src/**/*.ts", { cwd: repository }).toSorted().slice(0, 249);
const begun = performance.now();

function say(line: string): void {
  console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(5)} s  ${line}`);
}

async function groupOf(name: string, size: number, ...parameters: readonly string[]): Promise<Group> {
  const program = join(import.meta.dirname, `${name}.ts`);
  return startGroup({ name, size, parameters, program, balancer: await startCallBalancer() });
}

async function demo(folder: string): Promise<readonly string[]> {
  const ledger = join(folder, "ledger.jsonl");
  const calls = async (count: number) => {
    while (readLedger(ledger).length < count) await delay(20);
  };
  await using server = await startRestateServer();
  say(`Restate listens at ${server.ingressUrl}, process ${server.pid}`);
  await using workers = await groupOf("worker", 3, ledger);
  await using orchestrators = await groupOf("orchestrator", 2);
  const all = [...workers.members];
  for (const { name, pid } of [...orchestrators.members, ...all]) say(`${name} is process ${pid}`);
  await register(server.adminUrl, orchestrators.url);
  await register(server.adminUrl, workers.url);

  await using engine = createRestateEngine<{ ledger: Ledger }>({
    ingressUrl: server.ingressUrl,
    adminUrl: server.adminUrl,
  });
  const handle = engine.start(wordReport, { folder: repository, files }, { concurrency: 32 });
  say(`run ${handle.runId} begins: ${stepsOf(files.length)} steps`);

  await calls(120);
  const worker = workers.members[1]!; // three were started
  await workers.kill(worker);
  say(`${worker.name} was killed`);
  all.push(await workers.join());
  say(`${all.at(-1)?.name} joined`);
  await calls(300);
  const orchestrator = orchestrators.busiest() ?? orchestrators.members[0]!; // two were started
  await orchestrators.kill(orchestrator);
  say(`${orchestrator.name} was killed, which had the run`);

  const run = await handle.result;
  say("the run is over");
  const entries = readLedger(ledger);
  const verdict = verdictOn(run, entries, stepsOf(files.length), [worker]);
  const { files: count, different, frequent } = run.output;
  const words = frequent.map(([word, times]) => `${word} ${times}`).join(", ");
  console.log(`\n${count} files, ${different} of them different. Their most frequent words: ${words}\n`);
  console.log(whereItRan(entries, all).join("\n"));
  console.log(`\n${verdict.succeeded} steps succeeded in ${verdict.attempts} attempts.`);
  console.log(`${verdict.repeated} attempts were repeated: those that were open in ${worker.name} when it was killed.`);
  return verdict.problems;
}

// Nothing is left behind, however it is told to end.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
const folder = mkdtempSync(join(tmpdir(), "stepspan-cluster-"));
try {
  const problems = await demo(folder);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
