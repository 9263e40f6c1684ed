import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { ReadableStreamDefaultReader } from "node:stream/web";

/** A request and its answer as Node has them. */
export interface NodeExchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** What answers: from a request of the web platform to its response. */
export type Fetch = (request: Request, exchange: NodeExchange) => Response | Promise<Response>;

/**
 * Answers a request of Node's server. The body of the answer is asked for its next piece when the reader has taken the
 * one before, and cancelled when the reader is gone.
 *
 * @param origin under which the request was asked: `http://localhost:4400`
 */
export async function answerRequest(fetch: Fetch, exchange: NodeExchange, origin: string): Promise<void> {
  const { incoming, outgoing } = exchange;
  try {
    const response = await fetch(requestOf(incoming, origin), exchange);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body !== null) await send(response.body.getReader(), outgoing);
    outgoing.end();
  } catch {
    outgoing.destroy(); // the answer broke off where nothing can be said any more
  }
}

function requestOf(incoming: IncomingMessage, origin: string): Request {
  const { method = "GET", url = "/", headers } = incoming;
  const given = Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]);
  if (method !== "POST") return new Request(`${origin}${url}`, { headers: given });
  return new Request(`${origin}${url}`, { method, headers: given, body: Readable.toWeb(incoming), duplex: "half" });
}

async function send(body: ReadableStreamDefaultReader<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const cancel = () => void body.cancel().catch(() => undefined); // nobody is left to hear of it
  outgoing.once("close", cancel);
  if (outgoing.destroyed) cancel();
  for (let piece = await body.read(); !piece.done; piece = await body.read()) {
    if (!outgoing.write(piece.value)) await roomIn(outgoing);
  }
  outgoing.off("close", cancel);
}

/** Resolves when what was written has been taken, or the reader is gone. */
function roomIn(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off("drain", done);
      outgoing.off("close", done);
      resolve();
    };
    outgoing.on("drain", done);
    outgoing.on("close", done);
    if (outgoing.destroyed) done();
  });
}
