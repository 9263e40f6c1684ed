import { describeThrown } from "../errors/thrown.ts";
import type { ClassRegistry, RegisteredClass } from "./class-registry.ts";
import type { PartCopier } from "./native-copies.ts";

/** Copies instances of the classes that it knows; null for others. */
export type InstanceCopier = (source: object, parts: PartCopier) => object | null;

type Refuser = Pick<PartCopier, "refusal">;

/** By what the copies of instances were made: readers get theirs by the same, without knowing the registry. */
const classOfCopy = new WeakMap<object, RegisteredClass>();

/** Copies instances of registered classes: `decode` makes the copy of a recorded copy of what `encode` gives. */
export function instanceCopier(classes: ClassRegistry | null): InstanceCopier {
  return (source, parts) => {
    const type = classes?.classOf(source) ?? classOfCopy.get(source);
    return type === undefined ? null : decodeInstance(type, copyForm(type, source, parts), parts);
  };
}

/** What a recorded instance of a registered class is made of; undefined for anything else. */
export function formOfRecorded(instance: object): unknown {
  return classOfCopy.get(instance)?.encode(instance);
}

/** A copy of what stands for an instance. */
export function copyForm(type: RegisteredClass, instance: object, parts: PartCopier): unknown {
  let form: unknown;
  try {
    form = type.encode(instance);
  } catch (thrown) {
    throw refusal(type, "encode", `threw ${describeThrown(thrown)}`, parts);
  }
  return parts.form(form);
}

/** The instance that a form stands for. */
export function decodeInstance(type: RegisteredClass, form: unknown, parts: Refuser): object {
  let instance: unknown;
  try {
    instance = type.decode(form);
  } catch (thrown) {
    throw refusal(type, "decode", `threw ${describeThrown(thrown)}`, parts);
  }
  if (typeof instance !== "object" || instance === null || Object.getPrototypeOf(instance) !== type.prototype) {
    throw refusal(type, "decode", "gave something else", parts);
  }
  classOfCopy.set(instance, type);
  return instance;
}

function refusal(type: RegisteredClass, verb: "encode" | "decode", problem: string, parts: Refuser): Error {
  const name = JSON.stringify(type.name);
  return parts.refusal(`is an instance of the registered class ${name}, whose ${verb} ${problem}`, `Mend its ${verb}.`);
}
