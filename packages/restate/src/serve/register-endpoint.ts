import { DefinitionError, StoreError } from "@stepspan/engine";
import { asSentence, checkKeys, describeThrown } from "@stepspan/engine/hosting";

/** Where a server is told of an endpoint. */
export interface RegisterOptions {
  /** The server's admin API, for example "http://localhost:9070". */
  readonly adminUrl: string;
  /** How the server reaches the endpoint. Default: the address at which it listens. */
  readonly url?: string;
}

/**
 * Tells a server of an endpoint. The server asks the endpoint which services it has; one that it knows already stays as
 * it is.
 *
 * @throws StoreError (rejects) if the server is not reached
 * @throws DefinitionError (rejects) if it refuses the endpoint, or cannot reach it
 */
export async function registerEndpoint(options: RegisterOptions, ownUrl: string): Promise<void> {
  checkKeys(options, ["adminUrl", "url"], "register");
  const { adminUrl, url = ownUrl } = options;
  const response = await ask(adminUrl, url);
  const answer = await response.text();
  if (response.ok) return;
  throw new DefinitionError(
    `Restate at ${adminUrl} refused the endpoint ${url}: it answered ${response.status}, ${messageIn(answer)} Give the address at which the server reaches the endpoint: register({ adminUrl, url: "http://worker-1:9081" }).`,
  );
}

async function ask(adminUrl: string, url: string): Promise<Response> {
  try {
    return await fetch(new URL("/deployments", adminUrl), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ uri: url }),
    });
  } catch (thrown) {
    const because = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown; // fetch says why in the cause
    throw new StoreError(
      `Restate was not reached at ${adminUrl}: ${asSentence(describeThrown(because))} Start the server, or give the address of its admin API: register({ adminUrl: "http://localhost:9070" }).`,
      { cause: thrown },
    );
  }
}

/** Restate answers JSON with a message. */
function messageIn(answer: string): string {
  try {
    const { message } = JSON.parse(answer) as { readonly message?: unknown };
    if (typeof message === "string") return asSentence(message);
  } catch {}
  return asSentence(answer);
}
