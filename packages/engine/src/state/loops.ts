interface OpenPart {
  readonly part: object;
  readonly order: number;
  /** The first entered of the open parts that this one leads back to. */
  reach: number;
  readonly unsettledBefore: number;
}

/**
 * Notices, in one walk over a value, which parts lead back to one that encloses them: Tarjan's strongly connected
 * components.
 */
export class Loops {
  readonly #open: OpenPart[] = [];
  /** Parts that were left, but are in a loop with one that is still open. */
  readonly #unsettled = new Map<object, number>();
  #entered = 0;

  /** The walk goes into a part that it has not seen before. */
  enter(part: object): void {
    const unsettledBefore = this.#unsettled.size;
    this.#open.push({ part, order: this.#entered++, reach: Number.POSITIVE_INFINITY, unsettledBefore });
  }

  /** The walk comes to a part that it has entered before. */
  meet(part: object): void {
    const open = this.#open.findLast((candidate) => candidate.part === part);
    this.#note(open?.order ?? this.#unsettled.get(part));
  }

  /** Whether the part entered last leads back to itself. */
  isLooped(): boolean {
    const last = this.#open.at(-1);
    return last !== undefined && last.reach <= last.order;
  }

  /** The walk has seen all of the part entered last. */
  leave(): void {
    const { part, order, reach, unsettledBefore } = this.#open.pop()!; // each leave has its enter
    if (reach < order) {
      this.#unsettled.set(part, order);
      this.#note(reach);
    } else if (this.#unsettled.size > unsettledBefore) {
      for (const member of [...this.#unsettled.keys()].slice(unsettledBefore)) this.#unsettled.delete(member);
    }
  }

  #note(order: number | undefined): void {
    const last = this.#open.at(-1);
    if (last !== undefined && order !== undefined && order < last.reach) last.reach = order;
  }
}
