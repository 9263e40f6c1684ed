const origin = Symbol.for("stepspan.madeFrom");

/** Notes what data a function was made from. That tells it from others then, since all that are so made have one source. */
export function madeFrom<Made extends Function>(fn: Made, data: unknown): Made {
  return Object.defineProperty(fn, origin, { value: data });
}

/** What a function was made from; null if its source is all there is. */
export function originOf(fn: Function): { readonly data: unknown } | null {
  const noted = Object.getOwnPropertyDescriptor(fn, origin);
  return noted === undefined ? null : { data: noted.value };
}
