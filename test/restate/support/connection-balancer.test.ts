import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Balancer } from "../../../packages/examples/src/cluster/balancer.ts";
import { freePorts } from "../../../packages/examples/src/cluster/free-ports.ts";
import { startConnectionBalancer } from "./connection-balancer.ts";

async function balanced(...ports: readonly number[]): Promise<Balancer> {
  const balancer = await startConnectionBalancer();
  for (const port of ports) balancer.add(port);
  onTestFinished(() => balancer.close());
  return balancer;
}

/** Says its name to everybody, and then what it is told. */
async function namedServer(name: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.write(name);
    socket.pipe(socket);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port; // it listens at a port
}

/** A connection that stays open, and who answered it. */
async function open(balancer: Balancer): Promise<{ readonly name: string; readonly socket: Socket }> {
  const socket = connect(Number(new URL(balancer.url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  const [bytes] = await once(socket, "data");
  return { name: String(bytes), socket };
}

describe("a balancer of connections", () => {
  it("gives each connection to the process that has the fewest", async () => {
    const balancer = await balanced(await namedServer("a"), await namedServer("b"));
    const first = [await open(balancer), await open(balancer), await open(balancer), await open(balancer)];
    expect(first.map(({ name }) => name).toSorted()).toEqual(["a", "a", "b", "b"]);
    balancer.add(await namedServer("c"));
    expect([await open(balancer), await open(balancer)].map(({ name }) => name)).toEqual(["c", "c"]);
  });

  it("passes over what does not listen, and leads nobody to what was removed", async () => {
    const [dead] = await freePorts(1);
    const living = await namedServer("living");
    const balancer = await balanced(dead!, living); // one was asked for
    expect((await open(balancer)).name).toBe("living");
    const other = await namedServer("other");
    balancer.add(other);
    balancer.remove(living);
    expect((await open(balancer)).name).toBe("other");
  });

  it("hangs up where nobody listens", async () => {
    const balancer = await balanced();
    const socket = connect(Number(new URL(balancer.url).port), "127.0.0.1").resume();
    await once(socket, "close");
  });

  it("knows who was told most since it was last asked", async () => {
    const [a, b] = [await namedServer("a"), await namedServer("b")];
    const balancer = await balanced(a, b);
    expect(balancer.busiest()).toBe(null);
    const callers = [await open(balancer), await open(balancer)];
    for (const [at, { socket }] of callers.entries()) {
      socket.write("x".repeat(10 * (at + 1)));
      await once(socket, "data");
    }
    expect(balancer.busiest()).toBe(callers[1]!.name === "a" ? a : b); // it was told twice as much
    expect(balancer.busiest()).toBe(null);
  });
});
