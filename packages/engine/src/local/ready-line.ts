import { Heap } from "./heap.ts";

/**
 * Items in the order in which they go out. Those that come in that order already stand in a line, which costs O(1) for
 * each; only one that goes before the last in the line costs O(log n).
 */
export class ReadyLine<Item> {
  readonly #goesBefore: (a: Item, b: Item) => boolean;
  readonly #early: Heap<Item>;
  #line: (Item | undefined)[] = [];
  #head = 0;

  constructor(goesBefore: (a: Item, b: Item) => boolean) {
    this.#goesBefore = goesBefore;
    this.#early = new Heap(goesBefore);
  }

  push(item: Item): void {
    const last = this.#head < this.#line.length ? this.#line[this.#line.length - 1] : undefined;
    if (last !== undefined && this.#goesBefore(item, last)) this.#early.push(item);
    else this.#line.push(item);
  }

  peek(): Item | undefined {
    return this.#isEarlyFirst() ? this.#early.peek() : this.#line[this.#head];
  }

  pop(): Item | undefined {
    if (this.#isEarlyFirst()) return this.#early.pop();
    if (this.#head === this.#line.length) return undefined;
    const item = this.#line[this.#head];
    this.#line[this.#head++] = undefined;
    if (this.#head === this.#line.length) this.#restart([]);
    else if (this.#head >= shortest && this.#head * 2 > this.#line.length) this.#restart(this.#line.slice(this.#head));
    return item;
  }

  #isEarlyFirst(): boolean {
    const early = this.#early.peek();
    if (early === undefined) return false;
    const first = this.#line[this.#head];
    return first === undefined || this.#goesBefore(early, first);
  }

  #restart(line: (Item | undefined)[]): void {
    this.#line = line;
    this.#head = 0;
  }
}

/** A line is cut where it has gone out only if that is worth it: each item is moved once at most, on average. */
const shortest = 1024;
