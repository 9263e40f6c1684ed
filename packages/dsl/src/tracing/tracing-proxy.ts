import { isMarked, markerText } from "./marker.ts";
import { type PropertyNode, propertyBelow } from "./property-tree.ts";
import type { Recorder } from "./recorder.ts";

/** Gives tuples such as `[key, value]` their elements, and a loop a few rounds. */
const elements = 3;

const isTracingProxy = Symbol("isTracingProxy");

type Target = (...given: unknown[]) => unknown;

/** A bound function can be called and constructed and has no property that cannot be redefined, so a proxy of it can be anything. */
const target: Target = function anything() {}.bind(null);

/**
 * Makes a value that stands for one which only a run brings. Whatever is done to it gives another such value, and is
 * counted, so that a loop over such values ends.
 *
 * @param property where to record what is read of it; null to record nothing
 */
export function createTracingProxy(recorder: Recorder, property: PropertyNode | null, key = ""): unknown {
  return new Proxy(target, new TracingHandler(recorder, property, key));
}

class TracingHandler implements ProxyHandler<Target> {
  readonly #recorder: Recorder;
  readonly #property: PropertyNode | null;
  /** The name under which it was read. */
  readonly #key: string;

  constructor(recorder: Recorder, property: PropertyNode | null, key: string) {
    this.#recorder = recorder;
    this.#property = property;
    this.#key = key;
  }

  get(_target: Target, key: string | symbol): unknown {
    if (key === isTracingProxy) return true;
    this.#recorder.spend();
    if (typeof key === "symbol") return this.#symbol(key);
    if (key === "then") return undefined; // else `await` and `Promise.resolve` would wait for it
    if (key === "toJSON") return () => markerText;
    const below = this.#property === null || isMarked(key) ? null : propertyBelow(this.#property, key);
    return createTracingProxy(this.#recorder, below, key);
  }

  apply(_target: Target, _receiver: unknown, given: readonly unknown[]): unknown {
    this.#recorder.spend();
    if (this.#property !== null) this.#property.isCalled = true;
    for (const argument of given) {
      if (typeof argument === "function") this.#recorder.suppose(() => this.#callBack(argument, given));
    }
    return this.#anything();
  }

  construct(): object {
    this.#recorder.spend();
    return this.#anything() as object; // a proxy of a function is an object
  }

  has(): boolean {
    this.#recorder.spend();
    return true;
  }

  ownKeys(): string[] {
    this.#recorder.spend();
    return [markerText];
  }

  getOwnPropertyDescriptor(_target: Target, key: string | symbol): PropertyDescriptor {
    return { value: this.get(target, key), writable: true, enumerable: true, configurable: true };
  }

  getPrototypeOf(): null {
    this.#recorder.spend();
    return null;
  }

  set(): boolean {
    return this.#ignored();
  }

  defineProperty(): boolean {
    return this.#ignored();
  }

  deleteProperty(): boolean {
    return this.#ignored();
  }

  setPrototypeOf(): boolean {
    return this.#ignored();
  }

  preventExtensions(): boolean {
    this.#recorder.spend();
    return false; // the target is shared
  }

  #ignored(): boolean {
    this.#recorder.spend();
    return true;
  }

  #anything(): unknown {
    return createTracingProxy(this.#recorder, null);
  }

  /** Calls a callback as an array's method would. */
  #callBack(callback: Function, given: readonly unknown[]): unknown {
    if (Reflect.get(callback, isTracingProxy) === true) return undefined;
    const isReducing = this.#key === "reduce" || this.#key === "reduceRight";
    const first = isReducing && given.length > 1 ? given[1] : this.#anything();
    return callback(first, this.#anything(), this.#anything(), this.#anything());
  }

  #symbol(key: symbol): unknown {
    if (key === Symbol.toPrimitive) return (hint: string) => (hint === "number" ? Number.NaN : markerText);
    return key === Symbol.iterator ? () => this.#iterate() : undefined;
  }

  *#iterate(): Generator<unknown> {
    for (let index = 0; index < elements; index++) {
      this.#recorder.spend();
      yield this.#anything();
    }
  }
}
