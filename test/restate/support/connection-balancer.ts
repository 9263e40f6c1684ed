import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Balancer } from "../../../packages/examples/src/cluster/balancer.ts";

interface Target {
  readonly open: Set<Socket>;
  /** Bytes since the last look. */
  told: number;
}

/** Gives each connection to the process that has the fewest; one that cannot be reached is passed over. */
export async function startConnectionBalancer(): Promise<Balancer> {
  const targets = new Map<number, Target>();
  const server = createServer((caller) => {
    caller.on("error", () => undefined); // its end closes the other one, too
    lead(caller, targets, new Set());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens at a port
    add: (port) => void targets.set(port, { open: new Set(), told: 0 }),
    remove: (port) => void targets.delete(port),
    busiest: () => {
      const most = [...targets].toSorted(([, one], [, other]) => other.told - one.told)[0];
      const port = most === undefined || most[1].told === 0 ? null : most[0];
      for (const target of targets.values()) target.told = 0;
      return port;
    },
    close: async () => {
      for (const { open } of targets.values()) for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** @param tried the ports that do not answer this caller */
function lead(caller: Socket, targets: ReadonlyMap<number, Target>, tried: Set<number>): void {
  const candidates = [...targets].filter(([port]) => !tried.has(port));
  const found = candidates.toSorted(([, one], [, other]) => one.open.size - other.open.size)[0];
  if (found === undefined) return void caller.destroy();
  const [port, target] = found;
  const member = connect(port, "127.0.0.1");
  target.open.add(caller);
  let isReached = false;
  member.on("error", () => undefined); // it is closed then
  member.on("connect", () => {
    isReached = true;
    caller.on("data", (bytes) => {
      target.told += bytes.length;
    });
    caller.pipe(member).pipe(caller);
  });
  caller.on("close", () => member.destroy());
  member.on("close", () => {
    target.open.delete(caller);
    if (isReached || caller.destroyed) return void caller.destroy();
    lead(caller, targets, tried.add(port));
  });
}
