import { defaultsOfState } from "../borders/state-schema.ts";
import { recordValues, type StateRules, unwrapVerdict, type Values } from "./state-rules.ts";

const none: Values = Object.freeze({});

/**
 * The values with which a layer begins: those that its schema gives for keys that are not there, by `default` and its
 * kin.
 *
 * @throws StateError for a schema that is asynchronous, or refuses its own default
 */
export function initialState(rules: StateRules): Values {
  if (rules.schema === null) return none;
  const defaults = defaultsOfState(rules.schema)
    .map(([key, verdict]) => [key, unwrapVerdict(rules, verdict, key)] as const)
    .filter(([, value]) => value !== undefined);
  return defaults.length === 0 ? none : recordValues(rules, Object.fromEntries(defaults));
}
