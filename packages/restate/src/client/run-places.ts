import { StoreError } from "@stepspan/engine";
import { unknownRun } from "@stepspan/engine/hosting";
import type { Admin } from "./admin.ts";
import { sqlText } from "./sql-text.ts";

/** A run that Restate has. */
export interface BegunRun {
  /** The Restate workflow whose key the id is. */
  readonly service: string;
  readonly invocation: string;
}

/** Where Restate has a run. */
export interface RunPlace extends BegunRun {
  readonly runId: string;
  /** Its partition, as a text: without it Restate looks through all that it keeps. */
  readonly partition: string;
  /** When it was taken, by the clock of the server, in milliseconds since the epoch. */
  readonly createdAt: number;
}

interface PlaceRow {
  readonly id: string;
  readonly service: string;
  readonly key: string;
  readonly partition: string;
  readonly at: number;
}

/** Places that are remembered, those asked for last. */
const most = 10_000;

/** The columns of a run, among those of invocations. */
export const placeColumns =
  "id, target_service_name as service, target_service_key as key, cast(partition_key as varchar) as partition, cast(created_at as bigint) as at";

/** Which of the invocations are runs. */
export const areRuns = "target_handler_name = 'run' and starts_with(target_service_name, 'stepspan.run.')";

/** Where runs are. What was found once is remembered: to find it Restate looks through all its invocations. */
export class RunPlaces {
  readonly #admin: Admin;
  readonly #known = new Map<string, RunPlace>();

  constructor(admin: Admin) {
    this.#admin = admin;
  }

  /** Null if Restate has no run of this id. */
  async find(runId: string): Promise<RunPlace | null> {
    return this.#known.get(runId) ?? this.#ask(`target_service_key = ${sqlText(runId)} and ${areRuns}`);
  }

  /** @throws DefinitionError (rejects) if Restate has no run of this id */
  async get(runId: string): Promise<RunPlace> {
    const place = await this.find(runId);
    if (place === null) throw unknownRun(runId);
    return place;
  }

  /** The same, for one whose invocation is known. @throws StoreError (rejects) if it is not there */
  async ofInvocation(runId: string, { invocation }: BegunRun): Promise<RunPlace> {
    const place = this.#known.get(runId) ?? (await this.#ask(`id = ${sqlText(invocation)}`));
    if (place !== null) return place;
    throw new StoreError(
      `Restate took run ${JSON.stringify(runId)} and does not have it. Check that ingressUrl and adminUrl are addresses of one server; a run that is over is removed after the retention of serveWorkflows.`,
    );
  }

  remember(place: RunPlace): void {
    this.#known.set(place.runId, place);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= most) break;
      this.#known.delete(oldest);
    }
  }

  /** It is not there any more. */
  forget(runId: string): void {
    this.#known.delete(runId);
  }

  /** Of several of one id, that began in several clients at once, the oldest counts. */
  async #ask(condition: string): Promise<RunPlace | null> {
    const sql = `select ${placeColumns} from sys_invocation_status where ${condition} order by created_at, id limit 1`;
    const [row] = await this.#admin.query<PlaceRow>(sql);
    if (row === undefined) return null;
    const place = placeOf(row);
    this.remember(place);
    return place;
  }
}

export function placeOf({ id, service, key, partition, at }: PlaceRow): RunPlace {
  return { runId: key, service, invocation: id, partition, createdAt: at };
}

/** Which rows of the state are those of a run. */
export function isStateOf({ runId, service, partition }: RunPlace): string {
  return `partition_key = ${partition} and service_name = ${sqlText(service)} and service_key = ${sqlText(runId)}`;
}
