import { createBareError, errorClassOf, keysOfError, setOnError } from "../state/error-parts.ts";
import { type AsideKind, numberOf, textOf } from "./aside.ts";

/** An error of the language: its class, how many of its properties are not enumerable, and these first. */
export const errorAside: AsideKind<Error> = {
  name: "error",
  describe(error) {
    const { hidden, shown } = keysOfError(error);
    const parts = [...hidden, ...shown].map((key) => [key, Reflect.get(error, key)] as const);
    return { facts: [errorClassOf(error), hidden.length], parts };
  },
  restore({ facts, parts, keep, part, refusal }) {
    const className = textOf(facts[0]);
    const hidden = numberOf(facts[1]);
    const error = createBareError(className);
    if (error === null) {
      throw refusal(
        `is an error of the class ${JSON.stringify(className)}, which the language does not have here`,
        "Use the version of Node that wrote it, or a later one.",
      );
    }
    keep(error);
    for (const [at, [key, value]] of parts.entries()) setOnError(error, key, part(value, key), at >= hidden);
    return error;
  },
};
