/** A constructor that gives back what it is given, so that a class below it adds its private fields to that. */
class Given {
  constructor(given: object) {
    // biome-ignore lint/correctness/noConstructorReturn: that is what the class is for
    return given;
  }
}

/**
 * Marks records that are frozen through and through, with the levels below each: shared by all readers, and recorded
 * again at no cost. The mark is a private field: nobody else can see it or set it, no copy has it, and it costs a
 * fraction of what an entry of a WeakMap does, which the garbage collector would have to walk.
 */
class Shared extends Given {
  readonly #height: number;

  constructor(plain: object, height: number) {
    super(plain);
    this.#height = height;
  }

  static is(value: object): boolean {
    return #height in value;
  }

  static heightOf(value: object): number {
    return #height in value ? value.#height : 0;
  }
}

/** Whether a value is recorded already and can be disturbed by nobody. */
export function isShared(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "object") return Shared.is(value);
  return typeof value !== "function" && typeof value !== "symbol";
}

/** How many levels of objects are below a shared value; -1 for what is no object. */
export function heightOf(shared: unknown): number {
  return typeof shared === "object" && shared !== null ? Shared.heightOf(shared) : -1;
}

/**
 * Freezes a plain object or array whose parts are all shared, so that it is shared too.
 *
 * @param height the levels of objects below it; counted if left out
 */
export function freezeShared<Plain extends object>(plain: Plain, height: number = heightBelow(plain)): Plain {
  if (!Shared.is(plain)) new Shared(plain, height);
  return Object.freeze(plain);
}

function heightBelow(plain: object): number {
  let height = 0;
  for (const part of Object.values(plain)) height = Math.max(height, 1 + heightOf(part));
  return height;
}
