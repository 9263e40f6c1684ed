import { createClassRegistry, StepError } from "@stepspan/engine";
import fc from "fast-check";
import { record } from "../../packages/engine/src/state/record.ts";
import { setOwn } from "../../packages/engine/src/state/set-own.ts";

/** Holds whatever it is given. */
export class Box {
  readonly content: unknown;
  constructor(content: unknown) {
    this.content = content;
  }
}

/** A registry that knows `Box`. */
export const classes = createClassRegistry();
classes.registerClass(Box, { encode: ({ content }) => [content], decode: ([content]) => new Box(content) });
/** Names of properties, the dangerous ones too. */
export const key = fc.oneof(
  fc.string(),
  fc.constantFrom("__proto__", "constructor", "prototype", "then", "", "a.b", "toJSON", "length", "1"),
);
const error = fc.constantFrom(Error, RangeError, TypeError, URIError);
const bytes = fc.oneof(
  fc.uint8Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.uint8Array({ minLength: 1020, maxLength: 1030 }),
  fc.uint8Array().map((some) => Buffer.from(some)),
  fc.uint8Array({ minLength: 3 }).map((some) => new DataView(some.buffer, 1, 2)),
);

/** Everything that can be recorded, nested at random. */
export const { value: recordable } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(
      fc.anything({ maxDepth: 0 }),
      fc.string({ unit: "binary" }),
      fc.bigInt(),
      fc.double(),
      fc.date({ noInvalidDate: false }),
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.sparseArray(tie("value"), { maxLength: 6, maxNumElements: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: false }),
    fc.tuple(fc.array(tie("value"), { maxLength: 2 }), key, tie("value")).map(named),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => new Set(items)),
    bytes,
    fc.webUrl().map((url) => new URL(url)),
    fc.tuple(error, fc.string(), tie("value"), key, tie("value")).map(failed),
    tie("value").map((content) => new Box(content)),
    fc
      .tuple(fc.string(), fc.constantFrom("AbortError", "DataError", "Mine"))
      .map((facts) => new DOMException(...facts)),
    fc.tuple(tie("value"), tie("value"), tie("value")).map(stepFailed),
  ),
}));

/** An array with a property beside its elements, unless that is one of them. */
function named([array, name, part]: [unknown[], string, unknown]): unknown[] {
  if (name !== "length") setOwn(array, name === "__proto__" ? "proto" : name, part);
  return array;
}

function failed([type, message, cause, name, part]: [ErrorConstructor, string, unknown, string, unknown]): Error {
  const made = new type(message, { cause });
  if (!["message", "cause", "stack", "__proto__"].includes(name)) setOwn(made, name, part);
  return made;
}

/** An error of Stepspan is kept as it is, so all in it is recorded already, as in the engine. */
function stepFailed(parts: [unknown, unknown, unknown]): StepError {
  const [cause, input, kept] = parts.map((part) => record(part, "A part", classes));
  const values = { state: Object.freeze({ kept }), stepState: Object.freeze({ kept }) };
  return new StepError({ step: "pay", attempt: 1, cause, input, ...values });
}

/** A value in which some parts lead to others, back to the root too. */
export const entangled = fc
  .tuple(fc.array(recordable, { minLength: 1, maxLength: 4 }), fc.array(fc.tuple(fc.nat(5), fc.nat(5))))
  .map(([parts, links]) => {
    const nodes = [new Map<unknown, unknown>(), {}, [], new Error("node"), new Set<unknown>()] as const;
    const all: unknown[] = [...nodes, ...parts];
    for (const [index, part] of all.entries()) nodes[0].set(index, part);
    for (const [from, to] of links) link(all[from % nodes.length], all[to % all.length]);
    return nodes[0];
  });

function link(from: unknown, to: unknown): void {
  if (from instanceof Set) from.add(to);
  else if (from instanceof Map) from.set(to, to);
  else if (Array.isArray(from)) from.push(to);
  else if (from instanceof Error) from.cause = to;
  else Object.assign(from as object, { [`to${Object.keys(from as object).length}`]: to });
}
