import { deepest, usualLimits } from "../codec/limits.ts";
import { isInstance } from "../errors/is-instance.ts";
import { RunError } from "../errors/run-errors.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import { copyAnything } from "../state/copy-anything.ts";
import { Copying, type CopyRules } from "../state/copying.ts";
import { copyFamilyError } from "../state/error-copies.ts";
import { errorClassOf } from "../state/error-parts.ts";
import { familyClassOf } from "../state/family-errors.ts";
import { type InstanceCopier, instanceCopier } from "../state/instance-copies.ts";
import { isShared } from "../state/shared.ts";
import { encodedKey, pathOf } from "../state/trail.ts";
import { type RedactedPlace, type RedactOptions, redactedText } from "./redact-options.ts";
import { createRedactText, type RedactText } from "./redacted-texts.ts";
import { createSecretNames, type SecretNames } from "./secret-names.ts";

/** Values as those outside may see them. */
export interface Redactor {
  readonly names: SecretNames;
  /**
   * The value itself if nothing of it is redacted, else a copy that is frozen where it can be. Never throws: labels
   * stand for what cannot be copied.
   */
  value(value: unknown, place: RedactedPlace): unknown;
  readonly text: RedactText;
}

/** @param classes whose instances are redacted by what they are made of */
export function createRedactor({ keys = [], texts }: RedactOptions, classes: ClassRegistry | null): Redactor {
  const names = createSecretNames(keys);
  const text: RedactText = texts === undefined ? (given) => given : createRedactText(texts);
  const copyInstance = instanceCopier(classes);
  const opensShared = texts === undefined ? names.areIn : () => true;

  return {
    names,
    text,
    value(value, place) {
      if (typeof value === "string") return text(value, place);
      if (typeof value !== "object" || value === null || (isShared(value) && !opensShared(value))) return value;
      const redacting = new Redacting({ names, text, place });
      const copied = new Copying({ ...redacting.rules(copyInstance), opensShared }).copy(value);
      return redacting.hasChanged ? copied : value;
    },
  };
}

interface RedactingParts {
  readonly names: SecretNames;
  readonly text: RedactText;
  readonly place: RedactedPlace;
}

/** One copy of a value, in which other parts may stand than in the value. */
class Redacting {
  readonly #parts: RedactingParts;
  hasChanged = false;

  constructor(parts: RedactingParts) {
    this.#parts = parts;
  }

  rules(copyInstance: InstanceCopier): CopyRules {
    const { text, place } = this.#parts;
    const limits = { maximumDepth: deepest, maximumObjects: usualLimits.maximumObjects };
    const copyAny: InstanceCopier = (source, parts) => {
      this.#noteForeign(source);
      return this.#copyFamily(source, parts) ?? this.#copyUrl(source, parts) ?? copyInstance(source, parts);
    };
    const rules = copyAnything(copyAny, limits);
    return {
      ...rules,
      instead: (part, trail) => {
        const shown = this.#instead(part, trail);
        if (!Object.is(shown, part)) this.hasChanged = true;
        return shown;
      },
      replacement: (part, thrown) => {
        this.hasChanged = true;
        const label = rules.replacement?.(part, thrown);
        return typeof label === "string" ? text(label, place) : label;
      },
    };
  }

  #instead(part: unknown, trail: Parameters<NonNullable<CopyRules["instead"]>>[1]): unknown {
    const { names, text, place } = this.#parts;
    const key = trail?.key;
    if (typeof key === "string" && key !== encodedKey && names.hides(key, part)) return redactedText;
    return typeof part === "string" ? text(part, { ...place, path: place.path + pathOf(trail) }) : part;
  }

  /** Who is shown such an object itself can read more of it than a copy has: the whole run of a RunError, for example. */
  #noteForeign(source: object): void {
    if (!isInstance(source, Error) || source instanceof DOMException) return;
    const isKnown = errorClassOf(source) !== null || familyClassOf(source) !== null;
    if (!isKnown || isInstance(source, RunError)) this.hasChanged = true;
  }

  /** The code of an error of Stepspan and its numbers are no secrets: without them it would be no such error any more. */
  #copyFamily: InstanceCopier = (source, parts) =>
    copyFamilyError(source, {
      ...parts,
      property: (holder, key) => {
        const own: unknown = Reflect.get(holder, key);
        return key === "code" || typeof own === "number" ? own : parts.property(holder, key);
      },
    });

  /** A URL that is none any more when its text was redacted throws here, and is shown as a label. */
  #copyUrl: InstanceCopier = (source, parts) => {
    if (Object.getPrototypeOf(source) !== URL.prototype) return null;
    return new URL(String(parts.part((source as URL).href, "href"))); // it has the prototype
  };
}
