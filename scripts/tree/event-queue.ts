/** What is to happen, by time; at the same time in the order in which it was planned. A binary heap over columns. */
export class EventQueue {
  #times = new Float64Array(1024);
  #orders = new Float64Array(1024);
  #kinds = new Int8Array(1024);
  #subjects = new Int32Array(1024);
  #planned = 0;
  size = 0;
  /** Of what was taken out last. */
  time = 0;
  kind = 0;
  subject = 0;

  /** Plans that something happens to a subject. */
  plan(time: number, kind: number, subject: number): void {
    if (this.size === this.#times.length) this.#grow();
    const order = this.#planned++;
    let at = this.size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#times[above]! <= time) break; // what was planned before comes first
      this.#move(above, at);
      at = above;
    }
    this.#write(at, time, order, kind, subject);
  }

  /** Takes out what is next: `time`, `kind` and `subject` are of that. False if nothing is left. */
  take(): boolean {
    if (this.size === 0) return false;
    this.time = this.#times[0]!;
    this.kind = this.#kinds[0]!;
    this.subject = this.#subjects[0]!;
    const last = --this.size;
    if (last > 0) this.#sink(last);
    return true;
  }

  #sink(from: number): void {
    const time = this.#times[from]!;
    const order = this.#orders[from]!;
    const kind = this.#kinds[from]!;
    const subject = this.#subjects[from]!;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= this.size) break;
      if (below + 1 < this.size && this.#isBefore(below + 1, this.#times[below]!, this.#orders[below]!)) below++;
      if (!this.#isBefore(below, time, order)) break;
      this.#move(below, at);
      at = below;
    }
    this.#write(at, time, order, kind, subject);
  }

  #isBefore(at: number, time: number, order: number): boolean {
    return this.#times[at]! < time || (this.#times[at] === time && this.#orders[at]! < order);
  }

  #move(from: number, to: number): void {
    this.#write(to, this.#times[from]!, this.#orders[from]!, this.#kinds[from]!, this.#subjects[from]!);
  }

  #write(at: number, time: number, order: number, kind: number, subject: number): void {
    this.#times[at] = time;
    this.#orders[at] = order;
    this.#kinds[at] = kind;
    this.#subjects[at] = subject;
  }

  #grow(): void {
    const room = this.#times.length * 2;
    const [times, orders, kinds, subjects] = [this.#times, this.#orders, this.#kinds, this.#subjects];
    this.#times = new Float64Array(room);
    this.#orders = new Float64Array(room);
    this.#kinds = new Int8Array(room);
    this.#subjects = new Int32Array(room);
    this.#times.set(times);
    this.#orders.set(orders);
    this.#kinds.set(kinds);
    this.#subjects.set(subjects);
  }
}
