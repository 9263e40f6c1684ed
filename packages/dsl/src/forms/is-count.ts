/** Whether it is a whole number of at least 1. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
