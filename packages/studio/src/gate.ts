import type { IncomingHttpHeaders } from "node:http";
import type { Access } from "./access.ts";
import { tokenHeader } from "./protocol.ts";
import { quoted, Refusal } from "./refusal.ts";

/** The largest body, in bytes. */
export const maximumBodySize = 1024 * 1024;

/** What a request says of itself before its body is read. */
export interface AskedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request must not be carried out, as far as its headers tell; null for one that may be. */
export function refusalAtGate(request: AskedRequest, access: Access): Refusal | null {
  const { method, path } = request;
  if (method !== "GET" && method !== "POST") {
    return new Refusal(405, `The server takes GET and POST, not ${quoted(method)}.`);
  }
  if (!path.startsWith("/api/") && method === "GET") return null;
  return foreignRefusal(request) ?? (method === "GET" ? readRefusal(request, access) : changeRefusal(request, access));
}

/** The Host header was checked before, so a page of this server has the origin `http://` and that. */
function foreignRefusal({ headers }: AskedRequest): Refusal | null {
  const { origin, host, "sec-fetch-site": site } = headers;
  const isOwn = origin === undefined || origin === `http://${host}`;
  if (isOwn && (site === undefined || site === "same-origin" || site === "none")) return null;
  const from = origin === undefined ? "another site" : quoted(origin);
  return new Refusal(
    403,
    `The request comes from a page of ${from}, and this server answers only its own page. Open http://${host}/ itself.`,
  );
}

function readRefusal({ headers }: AskedRequest, access: Access): Refusal | null {
  if (!access.isNeededToRead || access.hasSession(headers.cookie)) return null;
  return tokenRefusal(headers, access);
}

function changeRefusal({ headers }: AskedRequest, access: Access): Refusal | null {
  const refusal = tokenRefusal(headers, access);
  if (refusal !== null) return refusal;
  const { "content-type": type = "", "content-length": length = "0" } = headers;
  if (type.split(";", 1)[0]?.trim().toLowerCase() !== "application/json") {
    const given = type === "" ? "no content type" : `the content type ${quoted(type)}`;
    return new Refusal(415, `The body has ${given}. Send JSON, with the content type application/json.`);
  }
  return Number(length) > maximumBodySize ? tooLarge() : null;
}

function tokenRefusal(headers: IncomingHttpHeaders, { isToken }: Access): Refusal | null {
  const given = headers[tokenHeader];
  if (typeof given !== "string") {
    return new Refusal(401, `The request has no token. Send that of this server in the header ${tokenHeader}.`);
  }
  if (isToken(given)) return null;
  return new Refusal(
    401,
    `The token in the header ${tokenHeader} is not that of this server; each start makes a new one. Load the page again.`,
  );
}

export function tooLarge(): Refusal {
  return new Refusal(
    413,
    `The body is larger than 1 MB (${maximumBodySize} bytes). Start the run from a program, with engine.start.`,
  );
}
