import { DefinitionError } from "../errors/definition-errors.ts";
import { asSentence, describeThrown } from "../errors/thrown.ts";
import { checkResourceName } from "./resource-name.ts";

/**
 * The resources of one level: the own enumerable properties of what was given, each read once. Frozen, and without a
 * prototype.
 *
 * @param place begins the messages, for example `createEngine`
 * @throws DefinitionError for what is no object, names that are empty or such as `__proto__`, and getters that throw
 */
export function readResources(given: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new DefinitionError(
      `${place} got ${describeThrown(given)} as resources. Give an object that has each resource under its name.`,
    );
  }
  const resources: Record<string, unknown> = Object.create(null);
  for (const name of Reflect.ownKeys(given)) {
    if (!Object.prototype.propertyIsEnumerable.call(given, name)) continue;
    checkResourceName(name, place);
    resources[name] = readOnce(given, name, place);
  }
  return Object.freeze(resources);
}

function readOnce(given: object, name: string, place: string): unknown {
  try {
    return (given as Record<string, unknown>)[name]; // an own property of that name was found
  } catch (thrown) {
    throw new DefinitionError(
      `${place} got the resource ${JSON.stringify(name)}, which cannot be read: ${asSentence(describeThrown(thrown))} Give an object without a getter that throws.`,
      { cause: thrown },
    );
  }
}
