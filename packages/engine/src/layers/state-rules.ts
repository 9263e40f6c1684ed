import { checkStateTogether, parseStateValue, type Verdict } from "../borders/state-schema.ts";
import { suggest } from "../errors/suggest.ts";
import { asSentence } from "../errors/thrown.ts";
import { StateError } from "../errors/value-errors.ts";
import { valuePath } from "../errors/value-path.ts";
import type { Schema } from "../plan/schema.ts";
import type { StatePatch } from "../spans/span.ts";
import { differences } from "../state/differences.ts";
import { share } from "../state/record.ts";
import { applyStatePatches, type StateValues } from "../state/state-values.ts";

/** Values of a layer by key: recorded, and not to be changed. */
export type Values = Readonly<Record<string, unknown>>;

/** Records a value: a copy, frozen where it can be. @throws SerializationError */
export type RecordValue = <Value>(value: Value, what: string) => Value;

/** By which rules the values of a layer change. */
export interface StateRules {
  /** The layer in words, at the beginning of a sentence: `The state of workflow "report"`. */
  readonly what: string;
  /** A `z.object` whose keys are checked when they change; null: all keys hold anything. */
  readonly schema: Schema | null;
  readonly record: RecordValue;
}

/**
 * The patches as the schema lets them stand: where it gives another value than the one that it was given, that one is
 * stored. Only the keys that change are parsed, each as a whole.
 *
 * @throws StateError if the schema refuses the values that the patches lead to
 */
export function acceptedPatches(
  rules: StateRules,
  values: StateValues,
  patches: readonly StatePatch[],
): readonly StatePatch[] {
  const { schema } = rules;
  if (schema === null || patches.length === 0) return patches;
  const keys = [...new Set(patches.map(({ path }) => String(path[0])))];
  const before = Object.fromEntries(keys.filter((key) => values.has(key)).map((key) => [key, values.get(key)]));
  const next = applyStatePatches(before, patches);
  const parsed = parseAll(rules, schema, next);
  const accepted = differences(next, parsed).length === 0 ? patches : differences(before, parsed);
  unwrapVerdict(
    rules,
    checkStateTogether(schema, () => share(applyStatePatches(values.all(), accepted))),
    "",
  );
  return accepted;
}

/** Records values by key, so that an error names the way from the layer to what cannot be recorded. */
export function recordValues(rules: StateRules, values: Values): Values {
  return rules.record(values, rules.what);
}

/** The value that a schema accepted. @throws StateError if it did not */
export function unwrapVerdict({ what }: StateRules, verdict: Verdict, key: string): unknown {
  switch (verdict.kind) {
    case "accepted":
      return verdict.value;
    case "refused": {
      const start = key === "" ? "" : valuePath([key]);
      const issues = verdict.issues.map(({ path, message }) => `${start}${path}: ${message}`.replace(/^: /, ""));
      throw new StateError(
        `${asSentence(`${what} does not match its schema: ${issues.join("; ")}`)} Give what the schema accepts; nothing has changed.`,
      );
    }
    case "undeclared":
      throw new StateError(
        `${what} does not declare ${JSON.stringify(key)}.${suggest(key, verdict.declared)} Declare it in the schema, or make the schema one that is not strict; nothing has changed.`,
      );
    case "asynchronous":
      throw new StateError(
        `${what} cannot be checked: its schema is asynchronous${key === "" ? "" : ` at ${valuePath([key])}`}. Check without promises; nothing has changed.`,
      );
    default:
      return verdict satisfies never;
  }
}

function parseAll(rules: StateRules, schema: Schema, values: Values): Values {
  const parsed = Object.entries(values).map(([key, value]) => {
    return [key, unwrapVerdict(rules, parseStateValue(schema, key, share(value)), key)] as const;
  });
  return recordValues(rules, Object.fromEntries(parsed));
}
