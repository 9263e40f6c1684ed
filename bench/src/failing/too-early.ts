import { stepInArray } from "../steps.ts";
import { failingEngine } from "./failing-engine.ts";

/** Runs each step before its parents. */
export const engine = failingEngine("too early", async ({ parents }) => {
  const values: number[] = [];
  for (const [index, own] of [...parents.entries()].reverse()) await stepInArray(index, own, values);
  return { valueOf: (index) => values[index] };
});
