import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";

/**
 * Which of several ready steps of the same priority starts first: `fifo` the one that was ready first, `critical-path`
 * the one with the longest way to the end of its run, by what its steps are expected to take.
 */
export type Schedule = "fifo" | "critical-path";

/** @param place begins the message: `createEngine` @throws DefinitionError for anything else */
export function checkSchedule(given: unknown, place: string): Schedule {
  if (given === "fifo" || given === "critical-path") return given;
  throw new DefinitionError(`${place} got ${describeThrown(given)} as schedule. Give "fifo" or "critical-path".`);
}
