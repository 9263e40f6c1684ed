import { cpus, loadavg, totalmem } from "node:os";

/** The machine and the runtime, in one line, and how busy the machine is with everything that runs on it. */
export function machineLine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? "unknown processor";
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${model}, ${gigabytes} GB, ${process.platform}, Node ${process.versions.node}, V8 ${process.versions.v8}`;
}

/** The load of the last minute: more than the benchmark's own, which is 1, means that others disturbed it. */
export function load(): number {
  return loadavg()[0]!;
}
