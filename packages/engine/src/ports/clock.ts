/** Where time comes from. Times are milliseconds since the epoch, with fractions. */
export interface Clock {
  now(): number;
  /**
   * Calls once when `now()` has reached `at`, never before this call has returned; how far away that is does not matter.
   *
   * @param isBackground the timer alone does not keep the process alive. Default: false
   * @returns a function that takes the timer back
   */
  setTimer(at: number, ring: () => void, isBackground?: boolean): () => void;
}
