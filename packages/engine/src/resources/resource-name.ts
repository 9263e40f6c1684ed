import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";

/** Names such as `__proto__` would reach into the machinery of the language. */
const refused = new Set(["__proto__", "prototype", "constructor"]);

/** @throws DefinitionError unless it is a text that can name a resource */
export function checkResourceName(name: unknown, place: string): asserts name is string {
  if (typeof name === "string" && name !== "" && !refused.has(name)) return;
  throw new DefinitionError(
    `${place} got ${describeThrown(name)} as the name of a resource. Give a text that is not empty and not one of ${[...refused].join(", ")}.`,
  );
}
