import type { CoreState } from "../core/state.ts";

/** What is there for single steps and items of a run and of its child runs, found by their indexes. */
export class ByStep<Item> {
  readonly #lists = new Map<CoreState, (Item | undefined)[]>();
  /** That of the run that was asked about last: most ask about that again. */
  #lastState: CoreState | null = null;
  #last: (Item | undefined)[] = [];

  get(state: CoreState, index: number): Item | undefined {
    return this.#listOf(state)[index];
  }

  set(state: CoreState, index: number, item: Item | undefined): void {
    this.#listOf(state)[index] = item;
  }

  all(): readonly Item[] {
    return [...this.#lists.values()].flatMap((list) => list.filter((item) => item !== undefined));
  }

  clear(): void {
    this.#lists.clear();
    this.#lastState = null;
    this.#last = [];
  }

  #listOf(state: CoreState): (Item | undefined)[] {
    if (state !== this.#lastState) {
      this.#lastState = state;
      this.#last = this.#lists.get(state) ?? this.#create(state);
    }
    return this.#last;
  }

  #create(state: CoreState): (Item | undefined)[] {
    const list = new Array<Item | undefined>(state.phases.length); // a list that began empty would become a table
    this.#lists.set(state, list);
    return list;
  }
}
