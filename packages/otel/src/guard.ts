/** Calls what belongs to others: what throws changes nothing here, and is told once the event has been taken in. */
export class Guard {
  #failure: { readonly thrown: unknown } | null = null;

  /** What the call gives; `otherwise` if it throws. */
  call<Result>(act: () => Result, otherwise: Result): Result {
    try {
      return act();
    } catch (thrown) {
      this.#failure ??= { thrown };
      return otherwise;
    }
  }

  /** Throws what the first call threw since this was asked last. */
  check(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.thrown;
  }
}
