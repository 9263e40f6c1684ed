import { once } from "node:events";
import { createServer } from "node:net";

/** Below those that systems give to connections, so that a server that was killed finds its port free again. */
const [lowest, highest] = [26_000, 32_000];

/** Different ports of the loopback address at which nothing listens now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen({ port, host: "127.0.0.1" });
  try {
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
