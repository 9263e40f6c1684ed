/**
 * The rows of a query of the server's SQL.
 *
 * @throws Error with what the server says of a query that it refuses
 */
export async function queryRestate<Row = Record<string, unknown>>(
  adminUrl: string,
  sql: string,
): Promise<readonly Row[]> {
  const response = await fetch(`${adminUrl}/query`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query: sql }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Restate refuses the query ${sql}: ${response.status} ${text}`);
  const { rows } = JSON.parse(text) as { readonly rows: readonly Row[] }; // so the server's API says
  return rows;
}
