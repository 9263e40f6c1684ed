import type { Cell } from "./job.ts";
import type { Measured } from "./measurement.ts";

/** One run of the benchmark: when and where, and all that it found. */
export interface Session {
  readonly form: "full" | "short";
  readonly rounds: number;
  readonly seconds: number;
  /** The day, as 2026-11-21. */
  readonly date: string;
  /** The machine and the runtime, in one line. */
  readonly machine: string;
  /** How many programs wanted a processor in the minute before, and in the last minute. */
  readonly loads: readonly [before: number, last: number];
  readonly cells: readonly Cell[];
  readonly engines: readonly Measured[];
}

/** More than the benchmark itself, and what it leaves behind. */
const quietLoad = 2;

/** What stands above the tables; it says so if the machine was busy with something else. */
export function headingOf({ form, rounds, seconds, date, machine, loads }: Session): string {
  const [before, last] = loads.map((load) => load.toFixed(1));
  const isBusy = loads.some((load) => load > quietLoad);
  return [
    `${form === "full" ? "Full" : "Short"} form, ${rounds} ${rounds === 1 ? "round" : "rounds"}, ${seconds} s, ${date}.`,
    `${machine}. Load of the machine: ${before} before, ${last} at the end; the benchmark's own is 1.`,
    ...(isBusy ? ["**Other programs were at work: times of the clock are too long, and some time-outs theirs.**"] : []),
  ].join("\n");
}

/** As a text that sessionOf reads. */
export function sessionText(session: Session): string {
  const engines = session.engines.map((measured) => ({ ...measured, cells: [...measured.cells] }));
  return `${JSON.stringify({ ...session, engines }, null, 1)}\n`;
}

/** What sessionText wrote. */
export function sessionOf(text: string): Session {
  const { engines, ...rest } = JSON.parse(text) as Session; // but for the maps, which came as lists
  return { ...rest, engines: engines.map((measured) => ({ ...measured, cells: new Map(measured.cells) })) };
}
