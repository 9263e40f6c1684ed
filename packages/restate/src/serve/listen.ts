import { once } from "node:events";
import { createServer, type ServerHttp2Session } from "node:http2";
import { type AddressInfo, isIPv6 } from "node:net";
import { createEndpointHandler, type EndpointOptions } from "@restatedev/restate-sdk";
import { DefinitionError } from "@stepspan/engine";
import { describeThrown } from "@stepspan/engine/hosting";
import { quietLogger } from "./quiet-logger.ts";
import { type RegisterOptions, registerEndpoint } from "./register-endpoint.ts";

/** Where an endpoint listens, and to whom. */
export interface ListenOptions {
  /** 0: any that is free. */
  readonly port?: number;
  /** Default "127.0.0.1": this machine alone. For others give "0.0.0.0", and `identityKeys` beside it. */
  readonly host?: string;
  /** Whether several processes of this machine may listen at the port: the system shares connections out. Default: false. */
  readonly reusePort?: boolean;
  /**
   * How many calls may come over one connection at once; for more the server opens another, which another process may
   * get. A whole number of at least 1.
   */
  readonly streams?: number;
  /** The public keys of servers that may call, as they print them: "publickeyv1_…". Default: whoever reaches the port. */
  readonly identityKeys?: readonly string[];
}

export const listenKeys: readonly string[] = ["port", "host", "reusePort", "streams", "identityKeys"];

/** Services that a Restate server can call. */
export interface RestateEndpoint extends AsyncDisposable {
  /** Where it listens: "http://127.0.0.1:9081". */
  readonly url: string;
  /** The names of its services. */
  readonly services: readonly string[];
  /** Tells a server of it. @throws StoreError (rejects) @throws DefinitionError (rejects) */
  register(options: RegisterOptions): Promise<void>;
  /** Ends its connections: what was called and has not ended is called again at another endpoint, or when it is back. */
  close(): Promise<void>;
}

/** Who listens, and what is to be used where the options say nothing. */
interface ListenDefaults {
  /** For example "serveSteps". */
  readonly place: string;
  readonly port: number;
  readonly streams?: number | undefined;
  /** Called once, when nobody can call any more. */
  readonly onClose?: () => void | Promise<void>;
}

/** Serves Restate services over HTTP/2. @throws DefinitionError (rejects) for options that make no sense, and for a port that is taken */
export async function listen(
  services: EndpointOptions["services"],
  options: ListenOptions,
  defaults: ListenDefaults,
): Promise<RestateEndpoint> {
  const { port = defaults.port, host = "127.0.0.1", reusePort = false, streams = defaults.streams } = options;
  checkPort(port, defaults.place);
  checkStreams(streams, defaults.place);
  const identityKeys = [...(options.identityKeys ?? [])];
  const handler = createEndpointHandler({
    ...{ services, logger: quietLogger, journalValueCodecProvider },
    ...(identityKeys.length === 0 ? {} : { identityKeys }),
  });
  const server = createServer({ settings: streams === undefined ? {} : { maxConcurrentStreams: streams } }, handler);
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  try {
    await once(server.listen({ port, host, reusePort }), "listening");
  } catch (thrown) {
    throw new DefinitionError(
      `${defaults.place} cannot listen at port ${port} of ${host}: ${describeThrown(thrown)}. Give another port, 0 for any that is free, or reusePort: true in each of the processes that share it.`,
      { cause: thrown },
    );
  }
  const url = urlOf(host, (server.address() as AddressInfo).port); // it listens at a port
  let closed: Promise<void> | null = null;
  const close = async () => {
    const isClosed = once(server, "close");
    server.close();
    for (const session of sessions) session.destroy();
    await isClosed;
    await defaults.onClose?.();
  };
  const names = services.map(({ name }) => name);
  const endpoint = {
    url,
    services: names,
    register: (given: RegisterOptions) => registerEndpoint(given, { url, services: names }),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
  return { ...endpoint, [Symbol.asyncDispose]: endpoint.close };
}

/**
 * A replay may write other bytes than the journal has, which stand: the stack of an error says how the process came there.
 * The SDK does not compare values that have a codec of their own; this one leaves them as they are.
 */
const journalValueCodecProvider = async () => ({
  encode: (value: Uint8Array) => value,
  decode: async (value: Uint8Array) => value,
});

/** An address that means all of the machine is none to call. */
function urlOf(host: string, port: number): string {
  if (host === "0.0.0.0" || host === "::") return `http://127.0.0.1:${port}`;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

function checkPort(port: unknown, place: string): void {
  if (Number.isInteger(port) && (port as number) >= 0 && (port as number) <= 65_535) return; // an integer is a number
  throw new DefinitionError(`${place} got the port ${describeThrown(port)}. Give a whole number from 0 to 65535.`);
}

function checkStreams(streams: unknown, place: string): void {
  if (streams === undefined || (Number.isInteger(streams) && (streams as number) >= 1)) return; // an integer is a number
  throw new DefinitionError(`${place} got ${describeThrown(streams)} as streams. Give a whole number of at least 1.`);
}
