import { checkStateTogether, parseStateValue, type Verdict } from "../borders/state-schema.ts";
import { suggest } from "../errors/suggest.ts";
import { asSentence } from "../errors/thrown.ts";
import { StateError } from "../errors/value-errors.ts";
import { valuePath } from "../errors/value-path.ts";
import type { Schema } from "../plan/schema.ts";
import type { StatePatch } from "../spans/span.ts";
import { applyStatePatches } from "../state/apply-state-patches.ts";
import { differences } from "../state/differences.ts";
import { share } from "../state/record.ts";

/** The values of a layer at one moment: recorded, and not to be changed. */
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
 * stored. Only the keys that change are parsed.
 *
 * @throws StateError if the schema refuses the values that the patches lead to
 */
export function acceptedPatches(
  rules: StateRules,
  values: Values,
  patches: readonly StatePatch[],
): readonly StatePatch[] {
  const { schema } = rules;
  if (schema === null || patches.length === 0) return patches;
  const next = applyStatePatches(values, patches);
  const parsed = parseChanged(rules, schema, next, patches);
  const corrections = differences(next, parsed);
  const accepted = corrections.length === 0 ? patches : differences(values, parsed);
  unwrapVerdict(rules, checkStateTogether(schema, share(parsed)), "");
  return accepted;
}

/** The value that stands for `value`, once the schema has accepted it. */
function acceptedValue(rules: StateRules, schema: Schema, key: string, value: unknown): unknown {
  const parsed = unwrapVerdict(rules, parseStateValue(schema, key, share(value)), key);
  return recordValues(rules, { [key]: parsed })[key];
}

/** Records values by key, so that an error names the way from the layer to what cannot be recorded. */
export function recordValues(rules: StateRules, values: Values): Values {
  return rules.record(values, rules.what);
}

function parseChanged(rules: StateRules, schema: Schema, next: Values, patches: readonly StatePatch[]): Values {
  const changed = new Set(patches.map(({ path }) => String(path[0])));
  const parsed: Record<string, unknown> = { ...next };
  for (const key of changed) {
    if (Object.hasOwn(next, key)) parsed[key] = acceptedValue(rules, schema, key, next[key]);
  }
  return parsed;
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
