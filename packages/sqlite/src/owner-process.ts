import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process, among those that can see each other. */
export interface OwnerProcess {
  /** Which processes see it under its id: those of one boot of a machine and, on Linux, one namespace. */
  readonly namespace: string;
  readonly id: number;
}

/** The process that asks. */
export const thisProcess = (): OwnerProcess => ({ namespace: namespaceOfThis, id: process.pid });

/** Whether it is known to have ended. One of another machine, or whose id another one has now, is not known. */
export function isKnownDead({ namespace, id }: OwnerProcess): boolean {
  if (namespace !== namespaceOfThis || id === process.pid) return false;
  try {
    process.kill(id, 0);
    return false;
  } catch (thrown) {
    return thrown instanceof Error && Reflect.get(thrown, "code") === "ESRCH"; // another one's may not be signalled
  }
}

/** Whether this process could know that it has ended. */
export function isVisible({ namespace }: OwnerProcess): boolean {
  return namespace === namespaceOfThis;
}

const namespaceOfThis = namespaceOf();

function namespaceOf(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `linux ${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return `${process.platform} ${hostname()}`;
  }
}
