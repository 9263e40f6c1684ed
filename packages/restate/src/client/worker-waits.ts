import { asSentence } from "@stepspan/engine/hosting";
import { poolOf, workersHandler } from "../protocol/names.ts";
import type { Admin } from "./admin.ts";
import type { RunPlace } from "./run-places.ts";
import { sqlText } from "./sql-text.ts";

/** What holds up steps of a run: workers of a pool that are not there, or that cannot be reached. */
export interface WorkerWait {
  /** What Restate knows the pool as. */
  readonly service: string;
  readonly pool: string;
  /** `absent`: Restate never heard of the service; `failing`: calls of it fail, and are tried again. */
  readonly kind: "absent" | "failing";
  /** How many calls wait for it; of an absent one the question for it counts as one. */
  readonly calls: number;
  /** The oldest of them, in milliseconds since the epoch. */
  readonly since: number;
  /** What Restate says of the last attempt; null if it says nothing. */
  readonly lastFailure: string | null;
  /** All of this in a sentence, and what to do. */
  readonly message: string;
}

interface CallRow {
  readonly service: string;
  readonly handler: string;
  readonly at: number;
  readonly failure: string | null;
}

/** Calls that are looked at. */
const most = 10_000;

/** Why steps of a run wait for workers, if they do: it shows in what became of the calls that the run has made. */
export async function waitsForWorkers(admin: Admin, { invocation }: RunPlace): Promise<readonly WorkerWait[]> {
  const rows = await admin.query<CallRow>(
    `select target_service_name as service, target_handler_name as handler, cast(created_at as bigint) as at, last_failure as failure from sys_invocation where invoked_by_id = ${sqlText(invocation)} and status = 'backing-off' order by created_at limit ${most}`,
  );
  const waits = new Map<string, Omit<WorkerWait, "message">>();
  for (const row of rows) {
    const isQuestion = row.handler === workersHandler;
    const service = isQuestion ? serviceIn(row.failure) : row.service;
    if (service === null) continue; // it is asked for just now
    const before = waits.get(service);
    waits.set(service, {
      ...{ service, pool: poolOf(service) },
      kind: isQuestion ? "absent" : "failing",
      calls: (before?.calls ?? 0) + 1,
      since: before?.since ?? row.at,
      lastFailure: row.failure ?? before?.lastFailure ?? null,
    });
  }
  return [...waits.values()].map((wait) => ({ ...wait, message: messageOf(wait) }));
}

function messageOf({ pool, kind, calls, lastFailure }: Omit<WorkerWait, "message">): string {
  const named = JSON.stringify(pool);
  if (kind === "absent") {
    return `Steps of pool ${named} wait for workers: Restate has never heard of any. Start some, serveSteps({ workflows, pools: [${named}] }), and register them.`;
  }
  const what = calls === 1 ? `A call of pool ${named} fails and is` : `${calls} calls of pool ${named} fail and are`;
  return `${what} tried again: ${asSentence(firstLine(lastFailure ?? "Restate does not say why"))} Look at the workers of that pool.`;
}

function firstLine(text: string): string {
  return text.slice(0, 500).split("\n", 1)[0]!; // a text has a first line
}

/** Restate names the service that it does not know. */
function serviceIn(failure: string | null): string | null {
  return /stepspan\.steps\.[\w.-]+/.exec(failure ?? "")?.[0] ?? null;
}
