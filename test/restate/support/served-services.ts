import { once } from "node:events";
import { createServer, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { createEndpointHandler, type ServiceDefinition } from "@restatedev/restate-sdk";
import { onTestFinished } from "vitest";
import { register } from "../../../packages/examples/src/cluster/register.ts";

/** Services at an address of their own. */
export interface ServedServices {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves services that are written with the SDK alone, and registers them with a server, until the test is over. */
export async function servedServices(
  services: readonly ServiceDefinition<string, unknown>[],
  adminUrl: string,
): Promise<ServedServices> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer(createEndpointHandler({ services: [...services], logger: () => undefined }));
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens at a port
  const close = async () => {
    for (const session of sessions) session.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  };
  onTestFinished(close);
  await register(adminUrl, url, true); // the port may be that of a test which is over
  return { url, close };
}
