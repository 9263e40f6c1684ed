import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { type RestateServer, startRestateServer } from "../../../packages/examples/src/cluster/restate-server.ts";

/** One that suspends handlers after a while, and one that replays them whenever they wait. */
export type ServerKind = "usual" | "replaying";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where those servers are asked for that all test files share. */
    readonly restateServers: string;
  }
}

/** Starts a server when the first test asks for it, and stops what was started when all tests are over. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = new Map<string, Promise<RestateServer>>();
  const serverOf = (kind: string) => {
    const server = servers.get(kind) ?? startRestateServer({ alwaysReplay: kind === "replaying" });
    servers.set(kind, server);
    return server;
  };
  const desk = createServer((request, response) => {
    serverOf(request.url!.slice(1)).then(
      ({ ingressUrl, adminUrl }) => response.end(JSON.stringify({ ingressUrl, adminUrl })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await once(desk.listen({ port: 0, host: "127.0.0.1" }), "listening");
  project.provide("restateServers", `http://127.0.0.1:${(desk.address() as AddressInfo).port}`); // it listens at a port
  return async () => {
    desk.closeAllConnections();
    desk.close();
    const started = await Promise.allSettled(servers.values());
    await Promise.all(started.map((server) => (server.status === "fulfilled" ? server.value.stop() : null)));
  };
}
