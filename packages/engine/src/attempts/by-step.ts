import type { CoreState } from "../core/state.ts";

type List<Item> = (Item | undefined)[];

/** What is there for single steps and items of a run and of its child runs, found by their indexes. */
export class ByStep<Item> {
  /** Null while there is that of one run alone: most have no child run. */
  #lists: Map<CoreState, List<Item>> | null = null;
  /** That of the run that was asked about last: most ask about that again. */
  #lastState: CoreState | null = null;
  #last: List<Item> = [];

  get(state: CoreState, index: number): Item | undefined {
    return this.#listOf(state)[index];
  }

  set(state: CoreState, index: number, item: Item | undefined): void {
    this.#listOf(state)[index] = item;
  }

  all(): readonly Item[] {
    const lists = this.#lists === null ? [this.#last] : [...this.#lists.values()];
    return lists.flatMap((list) => list.filter((item) => item !== undefined));
  }

  clear(): void {
    this.#lists = null;
    this.#lastState = null;
    this.#last = [];
  }

  #listOf(state: CoreState): List<Item> {
    if (state !== this.#lastState) this.#turnTo(state);
    return this.#last;
  }

  #turnTo(state: CoreState): void {
    if (this.#lastState !== null) this.#lists ??= new Map([[this.#lastState, this.#last]]);
    const list = this.#lists?.get(state) ?? new Array<Item | undefined>(state.phases.length); // a list that began empty would become a table
    this.#lists?.set(state, list);
    this.#lastState = state;
    this.#last = list;
  }
}
