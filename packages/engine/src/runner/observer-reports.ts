import { describeThrown } from "../errors/thrown.ts";
import type { Observer } from "../ports/observer.ts";

/** Says on the console what observers do wrong: for each of their functions once (I8). */
export class ObserverReports {
  readonly #reported = new Map<Observer, Set<keyof Observer>>();

  threw(observer: Observer, name: keyof Observer, thrown: unknown): void {
    this.write(observer, name, describeThrown(thrown));
  }

  write(observer: Observer, name: keyof Observer, problem: string): void {
    const reported = this.#reported.get(observer) ?? new Set();
    this.#reported.set(observer, reported);
    if (reported.has(name)) return;
    reported.add(name);
    console.error(`An observer of the engine failed: ${problem}. The runs go on; mend its ${name}.`);
  }
}
