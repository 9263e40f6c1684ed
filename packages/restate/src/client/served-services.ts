import { DefinitionError, type Plan } from "@stepspan/engine";
import { runService, stepsService } from "../protocol/names.ts";
import type { Admin } from "./admin.ts";

/** So long the names of services are remembered, in milliseconds. */
const freshMs = 5000;

/** Where the runs of a workflow go, and which of its workers are there. */
export interface ServedRun {
  readonly service: string;
  /** The services of its pools that Restate knows. */
  readonly pools: readonly string[];
}

/** What Restate knows of services. */
export class ServedServices {
  readonly #admin: Admin;
  #names: Promise<ReadonlySet<string>> | null = null;
  #askedAt = -Infinity;

  constructor(admin: Admin) {
    this.#admin = admin;
  }

  /** @throws DefinitionError if nobody serves the workflow */
  async of({ name, version }: Plan): Promise<ServedRun> {
    const service = runService(name, version);
    let names = await this.all();
    if (!names.has(service)) names = await this.all(0); // it may have come since
    if (!names.has(service)) throw notServed(name, version, names);
    const pool = stepsService(name, version, "");
    return { service, pools: [...names].filter((one) => one.startsWith(pool)) };
  }

  /** @param age of an answer that will do */
  all(age = freshMs): Promise<ReadonlySet<string>> {
    const now = performance.now();
    if (this.#names !== null && now - this.#askedAt < age) return this.#names;
    const asked = this.#ask();
    asked.catch(() => {
      if (this.#names === asked) this.#names = null; // the next one asks again
    });
    this.#names = asked;
    this.#askedAt = now;
    return asked;
  }

  async #ask(): Promise<ReadonlySet<string>> {
    const rows = await this.#admin.query<{ readonly name: string }>("select name from sys_service limit 1000000");
    return new Set(rows.map(({ name }) => name));
  }
}

function notServed(name: string, version: string | null, names: ReadonlySet<string>): DefinitionError {
  const what = `workflow ${JSON.stringify(name)}${versionText(version)}`;
  const others = [...names].filter((one) => one.startsWith(`${runService(name, null)}.v_`)).length;
  const isOther = others > 0 || names.has(runService(name, null));
  const hint = isOther ? " It knows other versions of it." : "";
  return new DefinitionError(
    `Restate knows nobody who serves ${what}, so it cannot be started.${hint} Start a process with serveWorkflows({ workflows: [...] }) that has it, and register that: await endpoint.register({ adminUrl }).`,
  );
}

function versionText(version: string | null): string {
  return version === null ? "" : ` (version ${JSON.stringify(version)})`;
}
