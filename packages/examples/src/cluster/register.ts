/**
 * Tells the server where services are. It asks that address which ones.
 *
 * @param force whether to ask again an address that the server knows: it may have been that of other services
 * @throws Error with what the server says if it cannot reach them
 */
export async function register(adminUrl: string, url: string, force = false): Promise<void> {
  const response = await fetch(`${adminUrl}/deployments`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ uri: url, force }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`What is served at ${url} was not registered: ${response.status} ${answer}`);
}
