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
  /** Resolves when no step of this name waits: its process has ended. */
  gone(name: string): Promise<void>;
  /** Lets the next step of this name succeed, or fail with a message. Waits until it has begun. */
  goOn(name: string, failure?: string): Promise<void>;
}

export async function stepsByHand(): Promise<StepsByHand> {
  const folder = mkdtempSync(join(tmpdir(), "stepspan-steps-"));
  const path = join(folder, "steps");
  const waiting = new Map<string, Socket[]>();
  const waitingAs = (name: string) => waiting.get(name) ?? [];
  const listeners = new Set<() => void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined); // its process may have been killed
    const tell = () => {
      for (const listener of [...listeners]) listener();
    };
    socket.setEncoding("utf8").once("data", (name: string) => {
      waiting.set(name, [...waitingAs(name), socket]);
      socket.once("close", () => {
        waiting.set(name, waitingAs(name).filter((other) => other !== socket)); // biome-ignore format: one line
        tell();
      });
      tell();
    });
  });
  await new Promise<void>((resolve) => void server.listen(path, resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
    rmSync(folder, { recursive: true, force: true });
  });
  const when = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isSo()) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  const begun = (name: string) => when(() => waitingAs(name).length > 0);
  return {
    env: { STEPS_BY_HAND: path },
    begun,
    gone: (name) => when(() => waitingAs(name).length === 0),
    async goOn(name, failure = "") {
      await begun(name);
      waiting
        .get(name)!
        .shift()!
        .end(failure || "ok"); // one has begun
    },
  };
}
