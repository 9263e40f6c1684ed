import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Steps of another process that go on when the test says so; they call `held` of `programs/held.ts`. */
export interface StepsByHand {
  /** What the process of the steps needs in its environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Resolves when a step of this name has begun and waits. */
  begun(name: string): Promise<void>;
  /** Lets the next step of this name succeed, or fail with a message. Waits until it has begun. */
  goOn(name: string, failure?: string): Promise<void>;
}

export async function stepsByHand(): Promise<StepsByHand> {
  const folder = mkdtempSync(join(tmpdir(), "stepspan-steps-"));
  const path = join(folder, "steps");
  const waiting = new Map<string, Socket[]>();
  const listeners = new Set<() => void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined); // its process may have been killed
    socket.setEncoding("utf8").once("data", (name: string) => {
      waiting.set(name, [...(waiting.get(name) ?? []), socket]);
      for (const listener of [...listeners]) listener();
    });
  });
  await new Promise<void>((resolve) => void server.listen(path, resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
    rmSync(folder, { recursive: true, force: true });
  });
  const begun = (name: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if ((waiting.get(name) ?? []).length === 0) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  return {
    env: { STEPS_BY_HAND: path },
    begun,
    async goOn(name, failure = "") {
      await begun(name);
      waiting
        .get(name)!
        .shift()!
        .end(failure || "ok"); // one has begun
    },
  };
}
