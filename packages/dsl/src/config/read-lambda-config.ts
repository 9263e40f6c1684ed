import { choiceIn, type Found, jsonIn, listIn, type Members, membersOf, needed, textIn, wrongPart } from "./found.ts";
import type { Reading } from "./reading.ts";
import { type Reference, scopeNames, whyNoPath } from "./reference.ts";
import { withoutUndefined } from "./without-undefined.ts";
import type { ConditionConfig, LambdaConfig, ParameterConfig } from "./workflow-config.ts";

const referenceKeys = ["step", "scope", "path", "read", "otherwise"] as const;

type ReferenceKey = (typeof referenceKeys)[number];

/** @throws DefinitionError unless it is a constant, a reference or the name of a lambda */
export function readParameterConfig(found: Found, reading: Reading): ParameterConfig {
  const members = membersOf(found, ["constant", "lambda", ...referenceKeys]);
  if (members.constant === undefined) return readLambdaConfig(found, reading);
  onlyMember(members, found, "constant");
  return { constant: jsonIn(members.constant) };
}

/** @throws DefinitionError unless it is a reference or the name of a lambda */
export function readLambdaConfig(found: Found, reading: Reading): LambdaConfig {
  const members = membersOf(found, ["lambda", ...referenceKeys]);
  if (members.lambda === undefined) return readReferenceConfig(members, found, "lambda");
  onlyMember(members, found, "lambda");
  return { lambda: reading.part("lambdas", members.lambda) };
}

/** @throws DefinitionError unless it is a reference or the name of a condition */
export function readConditionConfig(found: Found, reading: Reading): ConditionConfig {
  const members = membersOf(found, ["condition", ...referenceKeys]);
  if (members.condition === undefined) return readReferenceConfig(members, found, "condition");
  onlyMember(members, found, "condition");
  return { condition: reading.part("conditions", members.condition) };
}

function onlyMember(members: Members<string>, found: Found, key: string): void {
  const others = Object.keys(members).filter((other) => other !== key);
  if (others.length > 0) throw wrongPart(found, `Beside ${key} nothing else can stand: remove ${others.join(", ")}.`);
}

function readReferenceConfig(members: Members<ReferenceKey>, found: Found, named: string): Reference {
  const { step, scope, read, otherwise } = members;
  if ((step === undefined) === (scope === undefined)) {
    throw wrongPart(found, `Give one of step, scope and ${named}.`);
  }
  const path = readPath(needed(members, "path", found));
  const rest = withoutUndefined({ path, otherwise: otherwise && jsonIn(otherwise) });
  if (step !== undefined) {
    const mode = read && choiceIn(read, ["default", "settled"]);
    return { step: textIn(step), ...withoutUndefined({ read: mode }), ...rest };
  }
  if (read !== undefined) throw wrongPart(read, "Only what is read of a step has read: remove it.");
  return { scope: choiceIn(scope!, scopeNames), ...rest }; // one of the two is there
}

function readPath(found: Found): readonly string[] {
  const path = listIn(found).map(textIn);
  const reason = whyNoPath(path);
  if (reason !== null) throw wrongPart(found, reason);
  return path;
}
