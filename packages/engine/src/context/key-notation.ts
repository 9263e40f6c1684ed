import { DefinitionError } from "../errors/definition-errors.ts";
import { suggest } from "../errors/suggest.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { Span } from "../spans/span.ts";

/** The spans that a key can start from. */
export interface KeyOrigins {
  readonly current: Span;
  readonly parent: Span | null;
  readonly stepNames: ReadonlyMap<string, number>;
  /** Reads another step; counts as a read in a lambda. Null if it has no output. */
  readStep(name: string): Span | null;
}

/** A key such as `__proto__` leads out of the data into the machinery of the language. */
const refused = new Set(["__proto__", "prototype", "constructor"]);

/**
 * Follows a key such as `.input.day`, `..input` or `fetchUsers.output.items`. Behind the span comes `input`,
 * `output` or the name of a custom variable. A missing value is undefined.
 *
 * @throws DefinitionError for a key without a dot, an unknown step, a missing parent, or a refused name
 */
export function readByKey(key: string, origins: KeyOrigins): unknown {
  checkKey(key);
  const { span, path } = locate(key, origins);
  const [first, ...rest] = path;
  if (first === undefined || first === "") {
    throw new DefinitionError(
      `The key ${JSON.stringify(key)} names no value. Write ".input", ".output" or the name of a variable behind the span.`,
    );
  }
  if (span === null) return undefined;
  const start = first === "input" ? span.input : first === "output" ? span.output : ownValue(span.vars, first);
  return rest.reduce(ownValue, start);
}

/** The variable that a key such as `.status` names. @throws DefinitionError for every other key */
export function variableOfKey(key: string): string {
  checkKey(key);
  const [before, name, ...rest] = key.split(".");
  if (before !== "" || name === undefined || name === "" || name === "input" || name === "output" || rest.length > 0) {
    throw new DefinitionError(
      `setData cannot set ${JSON.stringify(key)}. It sets variables of the current span: write a dot and a name, for example ".status".`,
    );
  }
  return name;
}

function checkKey(key: unknown): asserts key is string {
  if (typeof key !== "string" || !key.includes(".")) {
    throw new DefinitionError(
      `The key ${describeThrown(key)} has no dot. Write ".input" for the current span, "..input" for its parent, or "stepName.output" for another step.`,
    );
  }
  const name = key.split(".").find((part) => refused.has(part));
  if (name !== undefined)
    throw new DefinitionError(`The key ${JSON.stringify(key)} names ${name}, which is not data. Use another name.`);
}

interface Located {
  /** Null for a step that has no output. */
  readonly span: Span | null;
  readonly path: readonly string[];
}

function locate(key: string, origins: KeyOrigins): Located {
  if (!key.startsWith(".")) return locateStep(key, origins);
  const levels = key.length - key.replace(/^\.+/, "").length;
  const span = levels === 1 ? origins.current : levels === 2 ? origins.parent : null;
  if (span === null) {
    throw new DefinitionError(
      `The key ${JSON.stringify(key)} asks for a span ${levels === 2 ? "1 level" : `${levels - 1} levels`} up, but there is none. Use fewer dots.`,
    );
  }
  return { span, path: key.slice(levels).split(".") };
}

/** Names may have dots in them: the longest name that fits is meant. */
function locateStep(key: string, { stepNames, readStep }: KeyOrigins): Located {
  const parts = key.split(".");
  for (let count = parts.length - 1; count > 0; count--) {
    const name = parts.slice(0, count).join(".");
    if (stepNames.has(name)) return { span: readStep(name), path: parts.slice(count) };
  }
  const name = parts[0]!; // split gives at least one part
  throw new DefinitionError(
    `The key ${JSON.stringify(key)} names no step of the workflow.${suggest(name, stepNames.keys())}`,
  );
}

function ownValue(holder: unknown, key: string): unknown {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, key)) return undefined;
  return (holder as Record<string, unknown>)[key];
}
