import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A process that serves one role of one side. */
export interface Served {
  readonly role: string;
  readonly url: string;
  /** What its processor took so far, in milliseconds. */
  processorMs(): Promise<number>;
  stop(): void;
}

/** Starts such a process, and registers what it serves. @throws Error if the server refuses it */
export async function startServed(role: string, adminUrl: string): Promise<Served> {
  const child: ChildProcess = fork(join(import.meta.dirname, "served.ts"), [role], {
    execArgv: ["--conditions=@stepspan/source"],
  });
  const answer = async () => (await once(child, "message"))[0] as unknown;
  const url = (await answer()) as string; // its first message
  const response = await fetch(`${adminUrl}/deployments`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ uri: url }),
  });
  if (!response.ok) throw new Error(`${role} was not registered: ${response.status} ${await response.text()}`);
  await response.text();
  return {
    role,
    url,
    processorMs: async () => {
      child.send("how long");
      return ((await answer()) as number) / 1000; // it answers with microseconds
    },
    stop: () => child.kill(),
  };
}

/** Hundredths of a second, as Linux counts them for other processes. */
const tickMs = 10;

/** What the processor took so far for another process, in milliseconds; null where the system does not tell. */
export function processorMsOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) * tickMs; // utime and stime, counted from the state
  } catch {
    return null;
  }
}
