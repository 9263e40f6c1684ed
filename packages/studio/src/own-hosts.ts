import { isIP } from "node:net";
import { hostname } from "node:os";
import { quoted, Refusal } from "./refusal.ts";

/** The names under which the server is asked: who asks under another one was led here by a foreign page. */
export interface OwnHosts {
  /** @param header as it came, with its port; undefined for a request without one */
  refusalOf(header: string | undefined): Refusal | null;
}

/** A name or an address, and a port. */
const form = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::([0-9]{1,5}))?$/i;
const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/** Whether nobody but this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Whether all addresses of the machine are meant. */
export function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

/** An address as it stands in a URL: `[::1]`. */
export function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/**
 * @param host the address that the server listens on. For all addresses of the machine (`0.0.0.0`, `::`) any address
 *   that is no name is its own, and so is the machine's name: a foreign page can only lead here by a name
 */
export function ownHosts(host: string, port: number): OwnHosts {
  const names = new Set([...loopbackNames, inUrl(host).toLowerCase()]);
  if (isWildcard(host)) names.add(hostname().toLowerCase());
  const isOwnName = (name: string) => names.has(name) || (isWildcard(host) && isIP(name.replace(/^\[|\]$/g, "")) !== 0);
  const shown = loopbackNames.map((name) => `${name}:${port}`).join(", ");

  return {
    refusalOf(header) {
      const found = header === undefined ? null : form.exec(header);
      if (found === null) {
        return new Refusal(
          400,
          `The request has ${header === undefined ? "no Host header" : `the Host header ${quoted(header)}, which is malformed`}. Send the name and the port of this server: localhost:${port}.`,
        );
      }
      const [, name = "", givenPort = "80"] = found;
      if (isOwnName(name.toLowerCase()) && Number(givenPort) === port) return null;
      return new Refusal(
        403,
        `This server does not answer as ${quoted(header ?? "")}, so that no foreign page reaches it under a name of its own. Open it as one of ${shown}.`,
      );
    },
  };
}
