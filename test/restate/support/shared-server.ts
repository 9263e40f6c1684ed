import { inject } from "vitest";
import { queryRestate } from "../../../packages/examples/src/cluster/query-restate.ts";
import type { ServerKind } from "./shared-servers.ts";

/** A server that other test files use at the same time: names of services and ids of runs are a test's own. */
export interface SharedServer {
  readonly ingressUrl: string;
  readonly adminUrl: string;
  /** The rows of a query of its SQL. */
  query<Row = Record<string, unknown>>(sql: string): Promise<readonly Row[]>;
}

/** The server of this kind, which is started when the first test asks for it. */
export async function sharedServer(kind: ServerKind = "usual"): Promise<SharedServer> {
  const response = await fetch(`${inject("restateServers")}/${kind}`);
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
  const urls = JSON.parse(answer) as { readonly ingressUrl: string; readonly adminUrl: string }; // as setup wrote it
  return { ...urls, query: (sql) => queryRestate(urls.adminUrl, sql) };
}
