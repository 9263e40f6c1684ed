import { once } from "node:events";
import { connect, createServer, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Balancer } from "./balancer.ts";
import { startCallBalancer } from "./call-balancer.ts";

async function balanced(...ports: readonly number[]): Promise<Balancer> {
  const balancer = await startCallBalancer();
  for (const port of ports) balancer.add(port);
  onTestFinished(() => balancer.close());
  return balancer;
}

/** Says its name to each call, then what it is told, and ends when it has been told all. */
async function namedServer(name: string) {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on("session", (session) => void sessions.add(session));
  server.on("stream", (stream) => {
    stream.on("error", () => undefined);
    stream.respond({ ":status": 200, name });
    stream.pipe(stream);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const end = () => {
    for (const session of sessions) session.destroy();
    server.close();
  };
  onTestFinished(end);
  return { port: (server.address() as AddressInfo).port, end }; // it listens at a port
}

/** Calls over one connection. */
function caller(balancer: Balancer) {
  const session = connect(balancer.url);
  session.on("error", () => undefined);
  onTestFinished(() => session.destroy());
  return {
    /** A call that stays open, and who answered it. */
    open: async () => {
      const call = session.request({ ":method": "POST", ":path": "/" }, { endStream: false });
      const [headers] = await once(call, "response");
      return { name: String(headers.name), call };
    },
  };
}

describe("a balancer of calls", () => {
  it("gives each call of a connection to the process that has the fewest, however late that came", async () => {
    const balancer = await balanced((await namedServer("a")).port, (await namedServer("b")).port);
    const { open } = caller(balancer);
    const first = [await open(), await open(), await open(), await open()];
    expect(first.map(({ name }) => name).toSorted()).toEqual(["a", "a", "b", "b"]);
    balancer.add((await namedServer("c")).port);
    expect([await open(), await open()].map(({ name }) => name)).toEqual(["c", "c"]);
  });

  it("carries what both ends say, in both directions, until they have said all", async () => {
    const balancer = await balanced((await namedServer("a")).port);
    const { call } = await caller(balancer).open();
    call.write("one ");
    expect(String((await once(call, "data"))[0])).toBe("one ");
    call.end("two");
    expect(await text(call)).toBe("two");
  });

  it("ends the calls of a process that is gone with an error, and gives the next ones to others", async () => {
    const [a, b] = [await namedServer("a"), await namedServer("b")];
    const balancer = await balanced(a.port, b.port);
    const { open } = caller(balancer);
    const both = [await open(), await open()];
    const broken = both.find(({ name }) => name === "a")!.call; // each has one
    const failure = once(broken, "error");
    a.end();
    expect(String((await failure.catch((error) => [error]))[0])).toMatch(/NGHTTP2_INTERNAL_ERROR/);
    balancer.remove(a.port);
    expect([await open(), await open()].map(({ name }) => name)).toEqual(["b", "b"]);
  });

  it("refuses a call where nobody is, and knows who has the most to do", async () => {
    const balancer = await balanced();
    await expect(caller(balancer).open()).rejects.toThrow(/NGHTTP2_REFUSED_STREAM/);
    expect(balancer.busiest()).toBe(null);
    const { port } = await namedServer("a");
    balancer.add(port);
    await caller(balancer).open();
    expect(balancer.busiest()).toBe(port);
  });
});
