import type { Cost } from "./job.ts";

/** Adds up the times between `start` and `stop`. */
export interface Stopwatch {
  start(): void;
  stop(): void;
  /** The sum, for one of so many steps. */
  costPer(steps: number): Cost;
}

/** A stopwatch that stands at nothing. The processor is asked outside of the clock's time, as that takes a microsecond. */
export function stopwatch(): Stopwatch {
  let [clockMs, processorUs] = [0, 0];
  let begun = 0;
  let used: NodeJS.CpuUsage;
  return {
    start: () => {
      used = process.cpuUsage();
      begun = performance.now();
    },
    stop: () => {
      clockMs += performance.now() - begun;
      const { user, system } = process.cpuUsage(used);
      processorUs += user + system;
    },
    costPer: (steps) => ({ clock: (clockMs * 1000) / steps, processor: processorUs / steps }),
  };
}
