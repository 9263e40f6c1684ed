import fc from "fast-check";

/** Keys, those that are dangerous to copy carelessly among them. */
export const anyKey = fc.oneof(
  fc.string(),
  fc.constantFrom("__proto__", "constructor", "prototype", "then", "", "a.b", "toString"),
);
/** Everything that can be recorded, nested at random. */
export const { value: recordable } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.anything({ maxDepth: 0 }), fc.bigInt(), fc.double(), fc.date({ noInvalidDate: false })),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.sparseArray(tie("value"), { maxLength: 6, maxNumElements: 3 }),
    fc.dictionary(anyKey, tie("value"), { maxKeys: 4, noNullPrototype: false }),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => new Set(items)),
    fc.oneof(
      fc.uint8Array(),
      fc.float64Array(),
      fc.bigInt64Array(),
      fc.uint8Array().map((some) => Buffer.from(some)),
    ),
    fc.tuple(fc.string(), tie("value")).map(([message, cause]) => new TypeError(message, { cause })),
  ),
}));
