/** What somebody asks of a run: one thing after the other, in the order of the calls. */
export class ActLine {
  #last: Promise<unknown> = Promise.resolve();
  /** What nobody waits for. */
  readonly #open = new Set<Promise<void>>();

  /** Does something once all before it is done. */
  act<Value>(act: () => Promise<Value>): Promise<Value> {
    const acting = this.#last.then(act);
    this.#last = acting.catch(() => undefined);
    return acting;
  }

  /** The same, where nobody waits for it. */
  begin(act: () => Promise<unknown>, failed: (thrown: unknown) => void): void {
    const begun: Promise<void> = this.act(act).then(
      () => void this.#open.delete(begun),
      (thrown) => {
        this.#open.delete(begun);
        failed(thrown);
      },
    );
    this.#open.add(begun);
  }

  /** Resolves when all is done that nobody waits for. */
  async done(): Promise<void> {
    await Promise.all(this.#open);
  }
}
