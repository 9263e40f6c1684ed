import { Heap } from "./heap.ts";

/**
 * Items in the order in which they go out. Those that come in that order already stand in a line, which costs O(1) for
 * each; only one that goes before the last in the line costs O(log n).
 */
export class ReadyLine<Item> {
  readonly #goesBefore: (a: Item, b: Item) => boolean;
  readonly #early: Heap<Item>;
  /** From the head to the end; its places are used again. */
  #line: (Item | undefined)[] = [];
  #head = 0;
  #end = 0;

  constructor(goesBefore: (a: Item, b: Item) => boolean) {
    this.#goesBefore = goesBefore;
    this.#early = new Heap(goesBefore);
  }

  push(item: Item): void {
    const last = this.#head < this.#end ? this.#line[this.#end - 1] : undefined;
    if (last !== undefined && this.#goesBefore(item, last)) this.#early.push(item);
    else this.#line[this.#end++] = item;
  }

  peek(): Item | undefined {
    return this.#isEarlyFirst() ? this.#early.peek() : this.#first();
  }

  pop(): Item | undefined {
    if (this.#isEarlyFirst()) return this.#early.pop();
    const item = this.#first();
    if (item === undefined) return undefined;
    this.#line[this.#head++] = undefined;
    if (this.#head === this.#end || (this.#head >= shortest && this.#head * 2 > this.#end)) this.#restart();
    return item;
  }

  #first(): Item | undefined {
    return this.#head < this.#end ? this.#line[this.#head] : undefined;
  }

  #isEarlyFirst(): boolean {
    const early = this.#early.peek();
    if (early === undefined) return false;
    const first = this.#first();
    return first === undefined || this.#goesBefore(early, first);
  }

  #restart(): void {
    if (this.#end > shortest) this.#line = this.#line.slice(this.#head, this.#end);
    this.#end -= this.#head;
    this.#head = 0;
  }
}

/** A line is cut where it has gone out only if that is worth it: each item is moved once at most, on average. */
const shortest = 1024;
