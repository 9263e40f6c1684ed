/** How many are remembered: earlier ones have been there for long. */
const most = 100;

/**
 * Runs whose end came with their result: what Restate is asked by SQL may be a little behind that. Before runs are read
 * those that ended before are waited for, so that whoever has the result of a run finds it as it is.
 */
export class EndedRuns {
  readonly #unseen = new Set<() => Promise<unknown>>();

  /** @param see resolves when the run can be read to its end */
  add(see: () => Promise<unknown>): void {
    this.#unseen.add(see);
    if (this.#unseen.size <= most) return;
    const [oldest] = this.#unseen;
    if (oldest !== undefined) this.#unseen.delete(oldest);
  }

  async seen(): Promise<void> {
    const unseen = [...this.#unseen];
    this.#unseen.clear();
    await Promise.all(unseen.map((see) => see()));
  }
}
