/** Lets the transactions on one key of one process go one after another: they would only make each other try again. */
export class FlowQueue {
  #last: Promise<unknown> = Promise.resolve();
  /** While a recipe runs: what it calls itself would wait for it to end. */
  isInRecipe = false;

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {}); // whoever asked for it is told
    return result;
  }

  inRecipe<Result>(call: () => Result): Result {
    this.isInRecipe = true;
    try {
      return call();
    } finally {
      this.isInRecipe = false;
    }
  }
}
