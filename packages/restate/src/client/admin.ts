import { type Answer, type Connection, isPassing, messageOf } from "./connection.ts";
import { askPersistently } from "./persistence.ts";

/** The server's SQL. */
export interface Admin {
  /**
   * The rows of a query. It should say a limit: an answer without one comes in more pieces, and later.
   *
   * @throws StoreError if the server does not answer, or refuses the query
   */
  query<Row>(sql: string): Promise<readonly Row[]>;
}

export function createAdmin(connection: Connection, url: string): Admin {
  // Over a connection that was used before, small pieces of an answer may wait 40 ms for each other.
  const headers = url.startsWith("http:") ? { connection: "close" } : {};
  return {
    async query<Row>(sql: string) {
      const body = JSON.stringify({ query: sql });
      const answer = await askPersistently(connection, { method: "POST", path: "/query", body, headers }, passes);
      const rows = answer.status === 200 ? rowsOf<Row>(answer.text) : null;
      if (rows !== null) return rows;
      throw connection.refusal("A query was refused", answer);
    },
  };
}

/** A server that has just started does not know where all of its partitions are; one that ends breaks off. */
function passes(answer: Answer): boolean {
  if (isPassing(answer)) return true;
  if (answer.status === 200) return answer.text.startsWith('{"rows":') && !answer.text.endsWith("]}");
  return answer.status === 500 && messageOf(answer).includes("External error");
}

/** Null if it is not what the admin API answers. */
function rowsOf<Row>(text: string): readonly Row[] | null {
  try {
    const { rows } = JSON.parse(text) as { readonly rows?: readonly Row[] }; // so the API says
    return Array.isArray(rows) ? rows : null;
  } catch {
    return null;
  }
}
