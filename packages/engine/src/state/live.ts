import { DefinitionError } from "../errors/definition-errors.ts";
import { MissingResourceError } from "../errors/resource-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import { shortNameOf } from "./label-of.ts";

/** A live object on its way to other steps of this process: a connection, a stream, a browser page. */
export interface Live<Value extends object = object> {
  /** The object itself. @throws MissingResourceError if it is lost */
  readonly value: Value;
  /** What the record shows of it. */
  readonly label: string;
  /** It belonged to a process that is gone: only the label was stored. */
  readonly isLost: boolean;
}

/**
 * Passes a live object to other steps of this process, by reference and at any depth of a value. It is never stored and
 * shown only by its label; a step whose live output is still needed after a restart runs again.
 *
 * @param label default: the name of its class
 * @throws DefinitionError for what is no object and no function
 */
export function live<Value extends object>(value: Value, label?: string): Live<Value> {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (!isObject) {
    const problem = `live() got ${describeThrown(value)}, which is no live object.`;
    throw new DefinitionError(`${problem} Pass it on as it is, without live().`);
  }
  if (label !== undefined && typeof label !== "string") {
    const problem = `live() got ${describeThrown(label)} as its label.`;
    throw new DefinitionError(`${problem} Give a text that says what the object is, or leave it out.`);
  }
  return new LiveValue(value, label ?? shortNameOf(value)) as LiveValue & { readonly value: Value }; // gives back what it was given
}

/** What is left of a live value that was stored. */
export function lostLive(label: string): Live {
  return new LiveValue(null, label);
}

/** Whether a value came from `live`, in this process or in an earlier one. */
export function isLive(value: unknown): value is Live {
  return LiveValue.made(value);
}

class LiveValue implements Live {
  readonly #value: object | null;
  readonly label: string;

  constructor(value: object | null, label: string) {
    this.#value = value;
    this.label = label;
    Object.freeze(this);
  }

  static made(value: unknown): value is LiveValue {
    return typeof value === "object" && value !== null && #value in value;
  }

  get value(): object {
    if (this.#value !== null) return this.#value;
    throw new MissingResourceError(
      this.label,
      `The live value ${JSON.stringify(this.label)} is lost: it belonged to a process that is gone, and only its label was stored. Run the step that made it again, or make it from stored data in the step that needs it.`,
    );
  }

  get isLost(): boolean {
    return this.#value === null;
  }

  toJSON(): string {
    return `[live ${this.label}]`;
  }

  /** What Node's consoles show. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `[live ${this.label}]`;
  }
}

/** The prototype of what `live` gives. */
export const livePrototype: object = LiveValue.prototype;
