import { checkKeys } from "../borders/check-options.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";

/** Stands in the place of what was redacted, whatever type that had. */
export const redactedText = "[redacted]";

/** Where a text stands that is about to be written or told. */
export interface RedactedPlace {
  /** The type of the event, for example `step-failed`; `flow-state` or `step-state` for what outlives the run. */
  readonly event: string;
  /** The way to the text, for example `.error.message` or `.params.card.note`. */
  readonly path: string;
}

/**
 * What is kept from the store, from observers and from all others outside. The steps of the process that runs work with
 * the true values; a run that goes on in another process, and whoever reads a flow state, gets the redacted ones. Pass
 * on secrets as resources: those are never stored at all.
 */
export interface RedactOptions {
  /**
   * The names of secrets: of properties and of keys of Maps, at any depth, of parameters, state keys and span variables.
   * A text is a whole name in any case, a regular expression finds a part of one. What lies under such a name is
   * replaced as a whole by "[redacted]"; null and undefined stay. Default: none.
   */
  readonly keys?: readonly (string | RegExp)[];
  /**
   * Gives each text as it may be shown, those of logs, errors and stacks included. Called for the values of events, not
   * for names and numbers, and often: it must be pure and quick. A text for which it throws, or gives no text, is
   * replaced as a whole. Default: texts stay as they are.
   */
  readonly texts?: (text: string, place: RedactedPlace) => string;
}

/** @throws DefinitionError for what would redact nothing, or not what was meant */
export function checkRedact(options: unknown, place: string): RedactOptions {
  checkKeys(options, ["keys", "texts"], `${place}, in redact,`);
  const { keys, texts } = options as { keys?: unknown; texts?: unknown }; // plain JavaScript may give anything
  if (keys === undefined && texts === undefined) {
    throw new DefinitionError(`${place} got redact without keys and without texts. Give the names of secrets: redact: { keys: ["password"] }.`); // biome-ignore format: one line
  }
  if (keys !== undefined && !Array.isArray(keys)) {
    throw new DefinitionError(`${place} got ${describeThrown(keys)} as redact.keys. Give a list: keys: ["password"].`);
  }
  const wrong = keys?.findIndex((key: unknown) => !(key instanceof RegExp || (typeof key === "string" && key !== "")));
  if (wrong !== undefined && wrong !== -1) {
    throw new DefinitionError(`${place} got ${describeThrown(keys?.[wrong])} as redact.keys[${wrong}]. Give a name that is not empty, or a regular expression.`); // biome-ignore format: one line
  }
  if (texts !== undefined && typeof texts !== "function") {
    throw new DefinitionError(`${place} got ${describeThrown(texts)} as redact.texts. Give a function: texts: (text) => text.replace(pattern, "…").`); // biome-ignore format: one line
  }
  return options;
}
