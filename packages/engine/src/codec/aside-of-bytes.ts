import { type AsideKind, numberOf, textOf } from "./aside.ts";

/** An ArrayBuffer; a second fact says how far it can grow, if it can. */
export const arrayBufferAside: AsideKind<ArrayBuffer> = {
  name: "bytes",
  describe: (buffer, keepBytes) => {
    const { resizable, maxByteLength } = buffer;
    const kept = keepBytes(new Uint8Array(buffer), maxByteLength);
    return { facts: resizable ? [kept, maxByteLength] : [kept], parts: [] };
  },
  restore({ facts, bytes }) {
    if (facts.length === 1) return bytes(facts[0], 0).buffer;
    const maxByteLength = numberOf(facts[1]);
    const own = bytes(facts[0], maxByteLength);
    const buffer = new ArrayBuffer(own.byteLength, { maxByteLength });
    new Uint8Array(buffer).set(own);
    return buffer;
  },
};

const viewClasses: Readonly<Record<string, unknown>> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float16Array: Reflect.get(globalThis, "Float16Array"),
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};

/** A typed array or DataView over the whole of an ArrayBuffer, which it can have in common with others. */
export const viewAside: AsideKind<ArrayBufferView> = {
  name: "view",
  describe: (view) => ({ facts: [classNameOf(view)], parts: [["buffer", view.buffer]] }),
  restore({ facts, parts: [entry], part }) {
    const className = textOf(facts[0]);
    const View = Object.hasOwn(viewClasses, className) ? viewClasses[className] : undefined;
    const buffer = part(entry?.[1], "buffer");
    if (View === undefined || !(buffer instanceof ArrayBuffer)) throw new TypeError("not a view");
    return new (View as Uint8ArrayConstructor)(buffer); // all views are made of a buffer
  },
};

/** A global of Node only. */
const { Buffer } = globalThis as { Buffer?: { readonly prototype: object; from(bytes: ArrayBuffer): object } };

/** A Buffer of Node; where there is none, as in browsers, its bytes. */
export const nodeBufferAside: AsideKind<Uint8Array> = {
  name: "buffer",
  describe: (buffer, keepBytes) => ({ facts: [keepBytes(new Uint8Array(buffer), buffer.byteLength)], parts: [] }),
  restore({ facts, bytes }) {
    const own = bytes(facts[0], 0);
    return Buffer === undefined ? own : Buffer.from(own.buffer);
  },
};

/** The prototype of Node's Buffers, where there are any. */
export const nodeBufferPrototype: object | undefined = Buffer?.prototype;

function classNameOf(view: ArrayBufferView): string {
  const prototype: object = Object.getPrototypeOf(view);
  return prototype.constructor.name;
}
