import type { Run } from "../spans/run.ts";

/** The end of a run. Its engine hears of it just before the result is there, so that nobody finds the run still open. */
export class RunEnd {
  readonly #settled = Promise.withResolvers<Run>();
  #tell: () => void = () => undefined;

  get result(): Promise<Run> {
    return this.#settled.promise;
  }

  /** All of the run is over, and disposed of. */
  whenOver(listener: () => void): void {
    this.#tell = listener;
  }

  resolve(run: Run): void {
    this.#tell();
    this.#settled.resolve(run);
  }

  reject(error: unknown): void {
    this.#tell();
    this.#settled.reject(error);
  }
}
