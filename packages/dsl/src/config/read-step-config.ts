import type { ReadWorkflow, StepMembers } from "./form-source.ts";
import {
  choiceIn,
  countIn,
  entriesOf,
  type Found,
  flagIn,
  membersOf,
  needed,
  numberIn,
  textIn,
  textsIn,
} from "./found.ts";
import { readFormConfig } from "./read-form-config.ts";
import { readConditionConfig, readParameterConfig } from "./read-lambda-config.ts";
import type { Reading } from "./reading.ts";
import type { CacheConfig, RetryConfig, StepConfig, StepOptionsConfig } from "./step-config.ts";
import { formKeys, optionKeys, stepKinds } from "./step-keys.ts";
import { withoutUndefined } from "./without-undefined.ts";
import type { ParameterConfig } from "./workflow-config.ts";

/** @throws DefinitionError for whatever is no step of a configuration */
export function readStepConfig(found: Found, reading: Reading, readWorkflow: ReadWorkflow): StepConfig {
  const kind = choiceIn(needed(Object.fromEntries(entriesOf(found)), "kind", found), stepKinds);
  const members: StepMembers = membersOf(found, [...optionKeys, ...formKeys[kind]]);
  const form = readFormConfig(kind, { found, members, reading, readWorkflow });
  const { name, ...options } = readOptions(members, found, reading);
  return { name, ...form, ...options };
}

function readOptions(members: StepMembers, found: Found, reading: Reading): StepOptionsConfig {
  return withoutUndefined({
    name: textIn(needed(members, "name", found)),
    params: members.params && readParams(members.params, reading),
    when: members.when && readConditionConfig(members.when, reading),
    dependsOn: members.dependsOn && textsIn(members.dependsOn),
    skipWith: members.skipWith && textsIn(members.skipWith),
    always: members.always && flagIn(members.always),
    continueOnError: members.continueOnError && flagIn(members.continueOnError),
    retry: members.retry && readRetryConfig(members.retry, reading),
    timeout: members.timeout && numberIn(members.timeout),
    queue: members.queue && textIn(members.queue),
    pool: members.pool && textIn(members.pool),
    priority: members.priority && numberIn(members.priority),
    input: members.input && reading.part("schemas", members.input),
    output: members.output && reading.part("schemas", members.output),
    keepInState: members.keepInState && textsIn(members.keepInState),
    estimate: members.estimate && numberIn(members.estimate),
    cache: members.cache && readCacheConfig(members.cache, reading),
  });
}

function readCacheConfig(found: Found, reading: Reading): CacheConfig {
  const { key, ttl, version } = membersOf(found, ["key", "ttl", "version"]);
  return withoutUndefined({
    key: key && reading.part("handlers", key),
    ttl: ttl && numberIn(ttl),
    version: version && textIn(version),
  });
}

function readParams(found: Found, reading: Reading): { readonly [name: string]: ParameterConfig } {
  return Object.fromEntries(entriesOf(found).map(([name, param]) => [name, readParameterConfig(param, reading)]));
}

function readRetryConfig(found: Found, reading: Reading): RetryConfig {
  const members = membersOf(found, ["attempts", "delay", "backoff", "factor", "maxDelay", "jitter", "when"]);
  return withoutUndefined({
    attempts: members.attempts && countIn(members.attempts),
    delay: members.delay && numberIn(members.delay),
    backoff: members.backoff && choiceIn(members.backoff, ["fixed", "linear", "exponential"]),
    factor: members.factor && numberIn(members.factor),
    maxDelay: members.maxDelay && numberIn(members.maxDelay),
    jitter: members.jitter && numberIn(members.jitter),
    when: members.when && reading.part("conditions", members.when),
  });
}
