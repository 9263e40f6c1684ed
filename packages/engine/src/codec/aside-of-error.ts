import { createBareDomException, factsOfDomException } from "../state/error-copies.ts";
import { createBareError, errorClassOf, keysOfError, setOnError } from "../state/error-parts.ts";
import { createBareFamilyError, familyClassOf, isWholeFamilyError, keysOfFamilyError } from "../state/family-errors.ts";
import { type Aside, type AsideKind, numberOf, type Restoring, textOf } from "./aside.ts";
import { newerRemedy } from "./unreadable.ts";

/** An error of the language: its class, how many of its properties are not enumerable, and these first. */
export const errorAside: AsideKind<Error> = {
  name: "error",
  describe: (error) => asideOf(error, keysOfError(error), [errorClassOf(error)]),
  restore(written) {
    const className = textOf(written.facts[0]);
    const error = createBareError(className);
    if (error !== null) return fill(error, numberOf(written.facts[1]), written);
    throw written.refusal(
      `is an error of the class ${JSON.stringify(className)}, which the language does not have here`,
      "Use the version of Node that wrote it, or a later one.",
    );
  },
};

/** An error of Stepspan, in the same way. */
export const familyErrorAside: AsideKind<Error> = {
  name: "stepspan-error",
  describe: (error) => asideOf(error, keysOfFamilyError(error), [familyClassOf(error)]),
  restore(written) {
    const className = textOf(written.facts[0]);
    const error = createBareFamilyError(className);
    if (error === null) {
      const problem = `is an error of the class ${JSON.stringify(className)}, which this release does not have`;
      throw written.refusal(problem, newerRemedy);
    }
    fill(error, numberOf(written.facts[1]), written);
    if (!isWholeFamilyError(error)) throw new TypeError("not what its class promises");
    return error;
  },
};

/** A DOMException: its name and its message, then as other errors. */
export const domExceptionAside: AsideKind<DOMException> = {
  name: "dom-exception",
  describe(exception) {
    const { name, message } = factsOfDomException(exception);
    return asideOf(exception, keysOfError(exception), [name, message]);
  },
  restore(written) {
    const [name, message, hidden] = written.facts;
    return fill(createBareDomException(textOf(name), textOf(message)), numberOf(hidden), written);
  },
};

function asideOf(error: Error, keys: ReturnType<typeof keysOfError>, facts: Aside["facts"]): Aside {
  const { hidden, shown } = keys;
  const parts = [...hidden, ...shown].map((key) => [key, Reflect.get(error, key)] as const);
  return { facts: [...facts, hidden.length], parts };
}

function fill(error: Error, hidden: number, { parts, keep, part }: Restoring): Error {
  keep(error);
  for (const [at, [key, value]] of parts.entries()) setOnError(error, key, part(value, key), at >= hidden);
  return error;
}
