import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DefinitionError } from "@stepspan/engine";
import { answerHeaders } from "./answer-headers.ts";
import { answerRequest, type Fetch } from "./node-answer.ts";
import type { OwnHosts } from "./own-hosts.ts";
import { quoted, Refusal } from "./refusal.ts";
import type { ServerLimits } from "./server-limits.ts";

/** A server of HTTP that listens within limits, and answers nothing yet. @throws DefinitionError (rejects) */
export async function listeningServer(host: string, port: number, limits: ServerLimits): Promise<Server> {
  const server = createServer({
    maxHeaderSize: limits.headerSize,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(limits.headersMs, 2_000),
  });
  server.maxConnections = limits.connections;
  server.setTimeout(limits.silenceMs); // closes the connection
  await new Promise<void>((resolve, reject) => {
    const refuse = (thrown: unknown) => reject(unusable(host, port, thrown));
    server.once("error", refuse);
    server.listen(port, host, () => {
      server.off("error", refuse);
      resolve();
    });
  });
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port; // it listens on an address, not on a pipe
}

/** Answers by `fetch` what is well-formed and asked under an own name. */
export function answerWith(server: Server, fetch: Fetch, hosts: OwnHosts): void {
  server.on("request", (incoming, outgoing) => {
    const refusal = addressRefusal(incoming, hosts);
    if (refusal !== null) return refuse(outgoing, refusal);
    void answerRequest(fetch, { incoming, outgoing }, `http://${incoming.headers.host}`);
  });
}

/** Ends all connections, whatever goes on in them. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function addressRefusal({ url = "", rawHeaders }: IncomingMessage, hosts: OwnHosts): Refusal | null {
  const given = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === "host");
  const refusal = given.length > 1 ? new Refusal(400, "The request has several Host headers. Send one.") : hosts.refusalOf(given[0]); // biome-ignore format: one line
  if (refusal !== null) return refusal;
  if (/^\/[^\\#]*$/.test(url)) return null;
  return new Refusal(400, `The request asks for ${quoted(url)}, which is no path of this server. Ask for a path: /.`);
}

function refuse(outgoing: ServerResponse, { status, message }: Refusal): void {
  const body = Buffer.from(JSON.stringify({ error: message }));
  const headers = { "content-type": "application/json", "content-length": body.length, "cache-control": "no-store" };
  outgoing.writeHead(status, { ...answerHeaders, ...headers, connection: "close" }).end(body);
}

function unusable(host: string, port: number, thrown: unknown): DefinitionError {
  const { code } = thrown as { readonly code?: unknown }; // an error of the system
  const place = `serveStudio could not listen on ${host}, port ${port}:`;
  if (code === "EADDRINUSE") {
    return new DefinitionError(`${place} the port is in use. Give another one, or none for any that is free.`);
  }
  if (code === "EACCES") {
    return new DefinitionError(`${place} the system does not allow it. Give a port from 1024 on.`);
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new DefinitionError(`${place} this machine has no such address. Give one of its own, or none.`);
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new DefinitionError(`${place} ${reason}. Give another host or port.`);
}
