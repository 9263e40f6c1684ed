/** A value of which nothing can be learned: every question to it throws. */
export function untouchable(): object {
  const refuse = () => {
    throw new Error("You may not look at this.");
  };
  return new Proxy(function untouched() {}, {
    get: refuse,
    has: refuse,
    ownKeys: refuse,
    getPrototypeOf: refuse,
    getOwnPropertyDescriptor: refuse,
    isExtensible: refuse,
    apply: refuse,
  });
}

/** What a step may throw although it is no good error, each with the words in which it is told. */
export function hostileThrown(): readonly (readonly [name: string, thrown: unknown, told: string])[] {
  const cyclic: Error & { self?: unknown } = new Error("in a circle");
  cyclic.cause = cyclic;
  cyclic.self = cyclic;
  const unreadable = Object.defineProperty(new Error(), "message", {
    get() {
      throw new Error("no message");
    },
  });
  const unreadableObject = {
    get message(): never {
      throw new Error("no message");
    },
  };
  return [
    ["null", null, "null"],
    ["undefined", undefined, "undefined"],
    ["a string", "out of paper", '"out of paper"'],
    ["an empty string", "", '""'],
    ["a number", -0, "0"],
    ["a bigint", 7n, "7"],
    ["a symbol", Symbol("sign"), "Symbol(sign)"],
    ["a plain object", { code: 5 }, "an object ([object Object])"],
    ["an object with a throwing message", unreadableObject, "an object ([object Object])"],
    ["an object without a prototype", Object.create(null), "an object ([object Object])"],
    ["an error with a throwing message", unreadable, "a value that cannot be shown"],
    ["a frozen error", Object.freeze(new Error("cold")), "Error: cold"],
    ["a cyclic error", cyclic, "Error: in a circle"],
    ["an AggregateError", new AggregateError([new Error("one"), null], "several"), "AggregateError: several"],
    ["a DOMException", new DOMException("gone", "AbortError"), "AbortError: gone"],
    ["an untouchable proxy", untouchable(), "a value that cannot be shown"],
  ];
}
