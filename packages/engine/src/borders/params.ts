import type { Parameter, StepDefinition } from "../plan/definition.ts";
import { maximumDepth, share } from "../state/record.ts";
import { freezeShared, heightOf, isShared } from "../state/shared.ts";
import type { Values } from "../state/values.ts";
import { parseAtBorder } from "./parse-at-border.ts";

export type Params = Readonly<Record<string, unknown>>;

/** What the lambdas of a step gave, recorded one by one: an object that nobody else has. */
export class ParamValues {
  readonly byName: Record<string, unknown> = {};
  /** How many levels of objects are below it; -1 once a part of it cannot be shared. */
  #height = 0;

  add(name: string, recorded: unknown): void {
    this.byName[name] = recorded;
    if (!isShared(recorded)) this.#height = -1;
    else if (this.#height !== -1) this.#height = Math.max(this.#height, 1 + heightOf(recorded));
  }

  /** Frozen where it stands, without going through it again; null if it has to be copied. */
  freeze(): Params | null {
    return this.#height === -1 || this.#height > maximumDepth ? null : freezeShared(this.byName, this.#height);
  }
}

/**
 * The parameters as they are recorded, once the lambdas have given their values; parsed by the step's schema if it
 * has one, once and for all attempts.
 *
 * @param given in the order of the parameters
 * @throws InputError, SerializationError (or rejects with them, under an asynchronous schema)
 */
export function recordParams(step: StepDefinition, given: ParamValues, values: Values): Params | Promise<Params> {
  const { byName } = given;
  if (step.input === null) {
    if (hasConstants(step)) {
      const all = inOrder(step, (parameter) => recordedValue(parameter, byName, values));
      return values.recordOwn(all, `The input of step "${step.name}"`);
    }
    const frozen = values.isUnchecked ? given.freeze() : null;
    return frozen ?? values.recordOwn(byName, `The input of step "${step.name}"`);
  }
  const unparsed = inOrder(step, (parameter) =>
    parameter.kind === "constant" ? parameter.value : share(byName[parameter.name]),
  );
  const parsed = parseAtBorder(step.input, unparsed, `The input of step "${step.name}"`);
  return parsed instanceof Promise
    ? parsed.then((value) => recordParsed(step, value, values))
    : recordParsed(step, parsed, values);
}

/** The parameters for one attempt: constants as they are, recorded values frozen or copied. */
export function paramsForAttempt(step: StepDefinition, recorded: Params, values: Values): unknown {
  if (!isPlainObject(recorded)) return share(recorded);
  return step.input === null ? asGiven(step, recorded) : asParsed(step, recorded, values);
}

/** An object for one attempt alone. With constants by the names of the step: a frozen object is slow to go through. */
function asGiven(step: StepDefinition, recorded: Params): Params {
  if (isShared(recorded) && !hasConstants(step)) return { ...recorded };
  const given: Record<string, unknown> = {};
  for (let at = 0; at < step.params.length; at++) {
    const parameter = step.params[at]!; // within the list
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

function recordedValue(parameter: Parameter, byName: Params, values: Values): unknown {
  return parameter.kind === "constant" ? values.recordOrLabel(parameter.value) : byName[parameter.name];
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
