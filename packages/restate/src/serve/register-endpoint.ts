import { DefinitionError, StoreError } from "@stepspan/engine";
import { asSentence, checkKeys, describeThrown } from "@stepspan/engine/hosting";

/** Where a server is told of an endpoint. */
export interface RegisterOptions {
  /** The server's admin API, for example "http://localhost:9070". */
  readonly adminUrl: string;
  /** How the server reaches the endpoint. Default: the address at which it listens. */
  readonly url?: string;
  /**
   * Whether an endpoint that the server knows by this address is asked anew which services it has. Runs that began
   * before go on with what is there now, whether that fits or not: for development. Default: false.
   */
  readonly force?: boolean;
}

/** An endpoint, and what is there. */
interface OwnEndpoint {
  readonly url: string;
  readonly services: readonly string[];
}

/**
 * Tells a server of an endpoint. The server asks the endpoint which services it has; one that it knows already it does
 * not ask again.
 *
 * @throws StoreError (rejects) if the server is not reached
 * @throws DefinitionError (rejects) if it refuses the endpoint, cannot reach it, or knows it with other services
 */
export async function registerEndpoint(options: RegisterOptions, own: OwnEndpoint): Promise<void> {
  checkKeys(options, ["adminUrl", "url", "force"], "register");
  const { adminUrl, url = own.url, force = false } = options;
  const response = await ask(adminUrl, { uri: url, force });
  const answer = await response.text();
  if (response.ok) return checkServices(answer, { url, services: own.services });
  throw new DefinitionError(
    `Restate at ${adminUrl} refused the endpoint ${url}: it answered ${response.status}, ${messageIn(answer)} Give the address at which the server reaches the endpoint: register({ adminUrl, url: "http://worker-1:9081" }).`,
  );
}

/** Of an endpoint that was there before, perhaps with other code. */
function checkServices(answer: string, { url, services }: OwnEndpoint): void {
  const known = (JSON.parse(answer) as { readonly services: readonly { readonly name: string }[] }).services; // by Restate's admin API
  const missing = services.filter((service) => !known.some(({ name }) => name === service));
  if (missing.length === 0) return;
  throw new DefinitionError(
    `Restate knows the endpoint ${url} from before, without ${missing.join(", ")}. Give new code an address of its own, so that runs in flight stay with the old; in development, register({ adminUrl, force: true }).`,
  );
}

async function ask(adminUrl: string, deployment: { readonly uri: string; readonly force: boolean }): Promise<Response> {
  try {
    return await fetch(new URL("/deployments", adminUrl), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(deployment),
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
