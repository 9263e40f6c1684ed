import type { Graph } from "./shapes.ts";

const modulus = 1_000_003;
let calls = 0;

/** What every step does: nothing but a sum that is right only if each parent has run and its value has come here. */
export async function step(index: number, parents: readonly number[]): Promise<number> {
  calls++;
  let sum = index;
  for (const parent of parents) sum += parent;
  return sum % modulus;
}

/** The same for engines that pass no values: it reads and writes an array that all steps share. */
export async function stepInArray(index: number, parents: readonly number[], values: number[]): Promise<void> {
  calls++;
  let sum = index;
  for (const parent of parents) sum += values[parent]!;
  values[index] = sum % modulus;
}

/** How many steps have been called since it was last asked. */
export function takeCalls(): number {
  const taken = calls;
  calls = 0;
  return taken;
}

/** The values that the steps of a graph must have, computed plainly. */
export function expectedValues({ parents }: Graph): readonly number[] {
  const values: number[] = [];
  for (const [index, own] of parents.entries()) {
    values.push(own.reduce((sum, parent) => sum + values[parent]!, index) % modulus);
  }
  return values;
}
