import type { RunQuery, RunStatus, Store, StoredRun } from "@stepspan/engine";
import { maximumRunsPerPage, type RunListAnswer, type RunListQuery } from "./protocol.ts";
import { wholeNumber } from "./query-number.ts";
import { quoted, Refusal } from "./refusal.ts";
import type { SummaryOf } from "./run-summaries.ts";

const usualLimit = 50;
/** So many runs are looked through for one page of a search. */
const mostSearched = 2_000;
const statuses: readonly string[] = [
  "running",
  "paused",
  "parked",
  "succeeded",
  "failed",
  "cancelled",
] satisfies RunStatus[];

/** What was asked for in a query, as it came. */
export type GivenQuery = Readonly<Partial<Record<keyof RunListQuery, string>>>;

/** A page of the list of runs. @throws Refusal for a query that makes no sense */
export async function listRuns(given: GivenQuery, store: Store, summaryOf: SummaryOf): Promise<RunListAnswer> {
  const limit = Math.min(wholeNumber("limit", given.limit, { least: 1, usual: usualLimit }), maximumRunsPerPage);
  const { after, search = "" } = given;
  if (after !== undefined && (await store.runs.get(after)) === null) {
    throw new Refusal(
      400,
      `There is no run ${quoted(after)} any more behind which the list could go on. Begin it anew.`,
    );
  }
  const query: RunQuery = { ...queryOf(given), newestFirst: true };
  const { runs, next } = await pageOf({ query, after, limit, search: search.toLowerCase() }, store);
  return { runs: await Promise.all(runs.map(summaryOf)), next };
}

interface AskedPage {
  readonly query: RunQuery;
  readonly after: string | undefined;
  readonly limit: number;
  readonly search: string;
}

interface Page {
  readonly runs: readonly StoredRun[];
  readonly next: string | null;
}

async function pageOf({ query, after, limit, search }: AskedPage, store: Store): Promise<Page> {
  const found: StoredRun[] = [];
  let [place, looked] = [after, 0];
  const size = search === "" ? limit : maximumRunsPerPage;
  while (looked < mostSearched) {
    const runs = await store.runs.list({ ...query, ...(place !== undefined && { after: place }), limit: size });
    looked += runs.length;
    for (const [index, run] of runs.entries()) {
      if (search === "" || isFound(run, search)) found.push(run);
      const isLast = runs.length < size && index === runs.length - 1;
      if (found.length === limit) return { runs: found, next: isLast ? null : run.runId };
    }
    if (runs.length < size) return { runs: found, next: null };
    place = runs.at(-1)?.runId;
  }
  return { runs: found, next: place ?? null };
}

function isFound({ runId, workflow }: StoredRun, search: string): boolean {
  return runId.toLowerCase().includes(search) || workflow.toLowerCase().includes(search);
}

function queryOf({ status, workflow }: GivenQuery): RunQuery {
  const wanted = status === undefined || status === "" ? [] : status.split(",");
  for (const one of wanted) {
    if (statuses.includes(one)) continue;
    throw new Refusal(400, `There is no status ${quoted(one)} of runs. The statuses are ${statuses.join(", ")}.`);
  }
  return {
    ...(wanted.length > 0 && { status: wanted as RunStatus[] }), // they were looked for
    ...(workflow !== undefined && workflow !== "" && { workflow }),
  };
}
