import type { Parameter, StepDefinition } from "../plan/definition.ts";
import { share } from "../state/record.ts";
import type { Values } from "../state/values.ts";
import { parseAtBorder } from "./parse-at-border.ts";

export type Params = Readonly<Record<string, unknown>>;

/**
 * The parameters as they are recorded, once the lambdas have given their values; parsed by the step's schema if it
 * has one, once and for all attempts.
 *
 * @param lambdaValues in the order of the parameters; an object that nobody else has
 * @throws InputError, SerializationError (or rejects with them, under an asynchronous schema)
 */
export function recordParams(step: StepDefinition, lambdaValues: Params, values: Values): Params | Promise<Params> {
  if (step.input === null) {
    const own = hasConstants(step)
      ? inOrder(step, (parameter) => recordedValue(parameter, lambdaValues, values))
      : lambdaValues;
    return values.recordOwn(own, `The input of step "${step.name}"`);
  }
  const given = inOrder(step, (parameter) =>
    parameter.kind === "constant" ? parameter.value : share(lambdaValues[parameter.name]),
  );
  const parsed = parseAtBorder(step.input, given, `The input of step "${step.name}"`);
  return parsed instanceof Promise
    ? parsed.then((value) => recordParsed(step, value, values))
    : recordParsed(step, parsed, values);
}

/** The parameters for one attempt: constants as they are, recorded values frozen or copied. */
export function paramsForAttempt(step: StepDefinition, recorded: Params, values: Values): unknown {
  if (!isPlainObject(recorded)) return share(recorded);
  return step.input === null ? asGiven(step, recorded) : asParsed(step, recorded, values);
}

/** By the names of the step, which are those of what is recorded: a frozen object is slow to go through. */
function asGiven({ params }: StepDefinition, recorded: Params): Params {
  const given: Record<string, unknown> = {};
  for (let at = 0; at < params.length; at++) {
    const parameter = params[at]!; // within the list
    given[parameter.name] = parameter.kind === "constant" ? parameter.value : share(recorded[parameter.name]);
  }
  return given;
}

function asParsed(step: StepDefinition, recorded: Params, values: Values): Params {
  const params: Record<string, unknown> = {};
  for (const name of Object.keys(recorded)) params[name] = share(recorded[name]);
  for (const parameter of step.params) {
    if (parameter.kind === "constant" && isLabelOf(parameter, recorded, values))
      params[parameter.name] = parameter.value;
  }
  return params;
}

/** Whether the schema let a constant that cannot be kept through as it is: neither dropped nor made another value. */
function isLabelOf(
  { name, value }: Extract<Parameter, { kind: "constant" }>,
  recorded: Params,
  values: Values,
): boolean {
  return !values.isKeepable(value) && Object.hasOwn(recorded, name) && recorded[name] === values.recordOrLabel(value);
}

function hasConstants({ params }: StepDefinition): boolean {
  for (let at = 0; at < params.length; at++) if (params[at]!.kind === "constant") return true;
  return false;
}

function inOrder(step: StepDefinition, give: (parameter: Parameter) => unknown): Params {
  const values: Record<string, unknown> = {};
  for (const parameter of step.params) values[parameter.name] = give(parameter);
  return values;
}

function recordedValue(parameter: Parameter, lambdaValues: Params, values: Values): unknown {
  return parameter.kind === "constant" ? values.recordOrLabel(parameter.value) : lambdaValues[parameter.name];
}

/** A constant that cannot be kept and that the schema let through is recorded by its label. */
function recordParsed(step: StepDefinition, parsed: unknown, values: Values): Params {
  const what = `The parsed input of step "${step.name}"`;
  if (!isPlainObject(parsed)) return values.record(parsed, what) as Params; // whatever the schema gives is what `run` gets
  const params: Record<string, unknown> = { ...parsed };
  for (const parameter of step.params) {
    if (parameter.kind === "constant" && params[parameter.name] === parameter.value) {
      params[parameter.name] = values.recordOrLabel(parameter.value);
    }
  }
  return values.record(params, what);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
