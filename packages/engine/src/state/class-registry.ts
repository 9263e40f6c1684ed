import { DefinitionError } from "../errors/definition-errors.ts";
import { familyPrototypes } from "./family-errors.ts";
import { isArrayPrototype, isPlainPrototype } from "./kinds.ts";
import { isNativePrototype } from "./native-copies.ts";

/** How the instances of a class are written down, and made again. */
export interface ClassForm<Instance, Form> {
  /** Stored with every instance. The name of the class if left out, which a minifier may change. */
  readonly name?: string;
  /** Gives what the instance is made of: any value that can be recorded. */
  encode(instance: Instance): Form;
  /** Makes an instance of a copy, frozen where it can be, of what `encode` gave. */
  decode(form: Form): Instance;
}

/** A class of which instances can be recorded. */
export interface RegisteredClass {
  readonly name: string;
  readonly prototype: object;
  readonly encode: (instance: object) => unknown;
  readonly decode: (form: unknown) => unknown;
}

/** The classes of which instances can be recorded and stored. Subclasses are registered by themselves. */
export interface ClassRegistry {
  /** @throws DefinitionError for what is no class, the language's own classes, a name or a class that is taken */
  registerClass<Instance extends object, Form>(
    type: abstract new (...given: never) => Instance,
    form: ClassForm<Instance, Form>,
  ): void;
  /** The registered class that an object is a direct instance of. */
  classOf(instance: object): RegisteredClass | null;
  classNamed(name: string): RegisteredClass | null;
}

/** A registry without any class. */
export function createClassRegistry(): ClassRegistry {
  const byPrototype = new Map<unknown, RegisteredClass>();
  const byName = new Map<string, RegisteredClass>();
  return {
    registerClass(type, form) {
      const made = registeredClass(type, form as ClassForm<object, unknown>); // called with its own instances and forms only
      if (byPrototype.has(made.prototype)) throw new DefinitionError(`${described(type)} is registered twice.`);
      if (byName.has(made.name)) {
        throw new DefinitionError(
          `Two classes are registered under the name ${JSON.stringify(made.name)}. Give each a name of its own: { name, encode, decode }.`,
        );
      }
      byPrototype.set(made.prototype, made);
      byName.set(made.name, made);
    },
    classOf: (instance) => byPrototype.get(Object.getPrototypeOf(instance)) ?? null,
    classNamed: (name) => byName.get(name) ?? null,
  };
}

function registeredClass(type: unknown, form: ClassForm<object, unknown>): RegisteredClass {
  const prototype: unknown = typeof type === "function" ? type.prototype : undefined;
  if (typeof type !== "function" || typeof prototype !== "object" || prototype === null) {
    throw new DefinitionError("registerClass was not given a class. Give the class whose instances are to be kept.");
  }
  if (isPlainPrototype(prototype) || isArrayPrototype(prototype) || isNativePrototype(prototype)) {
    throw new DefinitionError(`${described(type)} is one of the language's own, which need no registering. Remove it.`);
  }
  if (familyPrototypes.includes(prototype)) {
    throw new DefinitionError(`${described(type)} is one of Stepspan's own, which need no registering. Remove it.`);
  }
  for (const key of ["encode", "decode"] as const) {
    if (typeof form?.[key] === "function") continue;
    throw new DefinitionError(`${described(type)} is registered without a function ${key}. Give { encode, decode }.`);
  }
  const name: unknown = form.name ?? type.name;
  if (typeof name !== "string" || name === "") {
    throw new DefinitionError("A class is registered without a name. Give it one: { name, encode, decode }.");
  }
  return Object.freeze({
    name,
    prototype,
    encode: (instance: object) => form.encode(instance),
    decode: (given: unknown) => form.decode(given),
  });
}

function described(type: Function): string {
  return `The class ${type.name === "" ? "without a name" : type.name}`;
}
