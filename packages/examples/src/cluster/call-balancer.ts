import { once } from "node:events";
import {
  type ClientHttp2Session,
  connect,
  constants,
  createServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";
import type { Balancer } from "./balancer.ts";

interface Target {
  readonly session: ClientHttp2Session;
  open: number;
}

/**
 * Gives each call to the process that has the fewest, so that one which comes later gets its share at once. It stands
 * for what does this in production: Envoy, or what a service mesh has.
 */
export async function startCallBalancer(): Promise<Balancer> {
  const targets = new Map<number, Target>();
  const callers = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on("session", (session) => {
    callers.add(session);
    session.on("close", () => callers.delete(session));
  });
  server.on("stream", (stream, headers) => {
    stream.on("error", () => undefined); // it is closed then
    const target = [...targets.values()].toSorted((one, other) => one.open - other.open)[0];
    if (target === undefined) return stream.close(constants.NGHTTP2_REFUSED_STREAM);
    lead(stream, headers, target);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens at a port
    add: (port) => {
      const session = connect(`http://127.0.0.1:${port}`);
      session.on("error", () => undefined); // its calls end
      targets.set(port, { session, open: 0 });
    },
    remove: (port) => {
      targets.get(port)?.session.destroy();
      targets.delete(port);
    },
    busiest: () => {
      const most = [...targets].toSorted(([, one], [, other]) => other.open - one.open)[0];
      return most === undefined || most[1].open === 0 ? null : most[0];
    },
    close: async () => {
      for (const { session } of targets.values()) session.destroy();
      for (const session of callers) session.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Both directions of a call stay open as long as both ends want them; when one breaks, so does the other. */
function lead(stream: ServerHttp2Stream, headers: Parameters<ClientHttp2Session["request"]>[0], target: Target): void {
  const call = target.session.request(headers, { endStream: false });
  target.open++;
  const breakOff = () => stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  call.on("error", () => undefined); // it is closed then
  call.on("response", (answer) => {
    if (stream.destroyed) return;
    stream.respond(answer);
    call.pipe(stream, { end: false });
  });
  // A call that breaks ends, too: only then is it known how.
  call.on("end", () => setImmediate(() => (call.rstCode === constants.NGHTTP2_NO_ERROR ? stream.end() : breakOff())));
  stream.pipe(call);
  stream.on("close", () => call.close(constants.NGHTTP2_CANCEL));
  call.on("close", () => {
    target.open--;
    if (call.rstCode !== constants.NGHTTP2_NO_ERROR) breakOff();
  });
}
