/** Several that do the same kind of work, first come, first served: processes, cores, slots. */
export class Station {
  /** When each is free again, the one that is free first at the top of a heap. */
  readonly #freeAt: Float64Array;
  /** The time that all of them worked, together. */
  busyMs = 0;

  constructor(count: number) {
    this.#freeAt = new Float64Array(count);
  }

  /** Work that comes at a time, which is never before that of the work that came before it. Gives when it is done. */
  work(now: number, takesMs: number): number {
    const done = Math.max(now, this.#freeAt[0]!) + takesMs;
    this.busyMs += takesMs;
    this.#replaceFirst(done);
    return done;
  }

  #replaceFirst(time: number): void {
    const freeAt = this.#freeAt;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= freeAt.length) break;
      if (below + 1 < freeAt.length && freeAt[below + 1]! < freeAt[below]!) below++;
      if (freeAt[below]! >= time) break;
      freeAt[at] = freeAt[below]!;
      at = below;
    }
    freeAt[at] = time;
  }
}
