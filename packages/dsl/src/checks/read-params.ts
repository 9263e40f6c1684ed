import { DefinitionError, type Parameter, type PlanWarning } from "@stepspan/engine";
import { type EarlierSteps, inferLambda, type LambdaPlace } from "../inference.ts";
import { isLiteral, valueOfLiteral } from "../literal.ts";
import type { Place } from "./place.ts";
import { quoted, shownValue } from "./show-value.ts";

/** What is known of a step before its lambdas are looked at. */
export interface StepPlace {
  readonly place: Place;
  readonly workflow: string;
  readonly step: string;
  readonly always: boolean;
  readonly earlier: EarlierSteps;
}

/** @throws DefinitionError unless it is a plain object of constants, lambdas and literals */
export function readParams(
  written: unknown,
  step: StepPlace,
): { readonly params: readonly Parameter[]; readonly warnings: readonly PlanWarning[] } {
  const warnings: PlanWarning[] = [];
  const params = entriesOf(written, step.place).map(([name, value]) => {
    if (typeof value !== "function") return Object.freeze(constant(name, value, step.place));
    refuseClass(name, value, step.place);
    const inferred = inferLambda(value as (scope: never) => unknown, lambdaPlace(step, name), step.earlier); // a function as a parameter is a lambda
    warnings.push(...inferred.warnings);
    return Object.freeze({ name, kind: "lambda" as const, lambda: Object.freeze(inferred.lambda) });
  });
  return { params: Object.freeze(params), warnings };
}

/** @param parameter null for the guard */
export function lambdaPlace({ workflow, step, always }: StepPlace, parameter: string | null): LambdaPlace {
  return { workflow, step, parameter, always };
}

function entriesOf(written: unknown, place: Place): readonly (readonly [string, unknown])[] {
  if (written === undefined) return [];
  if (!isPlainObject(written)) {
    throw new DefinitionError(
      `${place} got ${shownValue(written)} as params. Give a plain object, with a constant or a lambda for each parameter.`,
    );
  }
  for (const key of Reflect.ownKeys(written)) {
    if (typeof key === "symbol") {
      throw new DefinitionError(`${place} has a parameter whose name is a symbol. Give it a text as its name.`);
    }
    if (key === "__proto__") {
      throw new DefinitionError(`${place} has a parameter named ${quoted(key)}. Give it another name.`);
    }
  }
  return Object.entries(written);
}

function constant(name: string, value: unknown, place: Place): Parameter {
  if (value instanceof Promise) {
    value.catch(() => undefined); // refused below: nobody else waits for it
    throw new DefinitionError(
      `${place} got a promise as parameter ${quoted(name)}. Await it in run, or in a step of its own.`,
    );
  }
  return { name, kind: "constant", value: isLiteral(value) ? valueOfLiteral(value) : value };
}

function refuseClass(name: string, value: Function, place: Place): void {
  if (!/^class\b/.test(Function.prototype.toString.call(value))) return;
  throw new DefinitionError(
    `${place} got a class as parameter ${quoted(name)}. A function is taken for a lambda: pass the class as literal(${value.name || "it"}).`,
  );
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || isForeignObjectPrototype(prototype);
}

/** The prototype of plain objects of another realm, as in test runners and sandboxes. */
function isForeignObjectPrototype(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "isPrototypeOf");
}
