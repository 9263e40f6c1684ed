import { type Codec, createCodec } from "../codec/codec.ts";
import type { ClassRegistry, RegisteredClass } from "../state/class-registry.ts";
import { UnknownInstance } from "./unknown-instance.ts";

/**
 * A codec for tools that show runs: instances of classes, which only the program that runs has, are read as
 * `UnknownInstance`. What it reads it writes as it was.
 */
export function createReadingCodec(): Codec {
  return createCodec({ classes: unknownClasses() });
}

/** Has a class for every name. */
function unknownClasses(): ClassRegistry {
  const known = new Map<string, RegisteredClass>();
  const classNamed = (name: string) => {
    const type = known.get(name) ?? standIn(name);
    known.set(name, type);
    return type;
  };
  return {
    registerClass: () => {
      throw new Error("Bug: a codec for reading was given a class.");
    },
    classOf: (instance) => (instance instanceof UnknownInstance ? classNamed(instance.className) : null),
    classNamed,
  };
}

function standIn(name: string): RegisteredClass {
  return Object.freeze({
    name,
    prototype: UnknownInstance.prototype,
    encode: (instance: object) => (instance as UnknownInstance).form, // only its own are given to it
    decode: (form: unknown) => new UnknownInstance(name, form),
  });
}
