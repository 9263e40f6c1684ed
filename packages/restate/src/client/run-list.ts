import { type RunQuery, type RunStatus, type StoredRun, unknownPage } from "@stepspan/engine";
import { metaKey } from "../orchestrator/kept-events.ts";
import { runService } from "../protocol/names.ts";
import type { Admin } from "./admin.ts";
import { areRuns, placeColumns, placeOf, type RunPlace, type RunPlaces } from "./run-places.ts";
import { sqlText, sqlTexts } from "./sql-text.ts";
import { storedRunOf } from "./stored-meta.ts";

/** Runs of one question. */
const pageSize = 200;

/** How far the clocks of machines may be apart, in milliseconds: a run says itself when it began. */
const clockSkewMs = 60 * 60 * 1000;

const unfinished: readonly RunStatus[] = ["running", "paused", "parked"];

/** The runs that fit a query, in the order in which Restate took them. */
export async function listRuns(admin: Admin, places: RunPlaces, query: RunQuery): Promise<readonly StoredRun[]> {
  const { after, limit = Infinity } = query;
  const found: StoredRun[] = [];
  let last = after === undefined ? null : await places.find(after);
  if (after !== undefined && last === null) throw unknownPage(after);
  while (found.length < limit) {
    const page = await pageBehind(last, admin, query);
    for (const place of page) places.remember(place);
    for (const run of await inBrief(page, admin)) if (isWanted(run, query) && found.length < limit) found.push(run);
    if (page.length < pageSize) break;
    last = page.at(-1)!; // it is full
  }
  return found;
}

/** Invocations are fewer and smaller than what runs keep: their table says which runs there are. */
async function pageBehind(last: RunPlace | null, admin: Admin, query: RunQuery): Promise<readonly RunPlace[]> {
  const [before, order] = query.newestFirst === true ? ["<", "desc"] : [">", "asc"];
  const at = "cast(created_at as bigint)";
  const { startedFrom = -Infinity, startedBefore = Infinity } = query;
  const conditions = [
    areRuns,
    ...statusCondition(query.status),
    ...(query.workflow === undefined ? [] : [isOfWorkflow(query.workflow)]),
    ...(startedFrom === -Infinity ? [] : [`${at} >= ${Math.floor(startedFrom - clockSkewMs)}`]),
    ...(startedBefore === Infinity ? [] : [`${at} < ${Math.ceil(startedBefore + clockSkewMs)}`]),
    ...(last === null
      ? []
      : [
          `(${at} ${before} ${last.createdAt} or (${at} = ${last.createdAt} and id ${before} ${sqlText(last.invocation)}))`,
        ]),
  ];
  const sql = `select ${placeColumns} from sys_invocation_status where ${conditions.join(" and ")} order by created_at ${order}, id ${order} limit ${pageSize}`;
  return (await admin.query<Parameters<typeof placeOf>[0]>(sql)).map(placeOf);
}

/** What a run says of itself counts; while it has something to do its invocation is not over. */
function statusCondition(status: RunQuery["status"]): readonly string[] {
  if (status === undefined) return [];
  const wanted = typeof status === "string" ? [status] : status;
  return wanted.every((one) => unfinished.includes(one)) ? ["status != 'completed'"] : [];
}

/** Of any version. */
function isOfWorkflow(name: string): string {
  const service = runService(name, null);
  return `(target_service_name = ${sqlText(service)} or starts_with(target_service_name, ${sqlText(`${service}.v_`)}))`;
}

interface MetaRow {
  readonly service: string;
  readonly key: string;
  readonly text: string;
}

/** In the same order, without those that have not begun. */
async function inBrief(places: readonly RunPlace[], admin: Admin): Promise<readonly StoredRun[]> {
  if (places.length === 0) return [];
  const partitions = [...new Set(places.map(({ partition }) => partition))].join(", ");
  const keys = sqlTexts(places.map(({ runId }) => runId));
  const rows = await admin.query<MetaRow>(
    `select service_name as service, service_key as key, value_utf8 as text from state where partition_key in (${partitions}) and service_key in ${keys} and key = '${metaKey}' limit ${places.length * 2}`,
  );
  const texts = new Map(rows.map(({ service, key, text }) => [JSON.stringify([service, key]), text]));
  return places.flatMap(({ service, runId }) => {
    const text = texts.get(JSON.stringify([service, runId]));
    return text === undefined ? [] : [storedRunOf(runId, text, 0)];
  });
}

function isWanted(run: StoredRun, { status, startedFrom = -Infinity, startedBefore = Infinity, ...query }: RunQuery) {
  if (status !== undefined && !(typeof status === "string" ? [status] : status).includes(run.status)) return false;
  if (run.startedAt < startedFrom || run.startedAt >= startedBefore) return false;
  // When a run has something to do is not known here: any that is not over may have.
  return query.dueBefore === undefined || run.finishedAt === null;
}
