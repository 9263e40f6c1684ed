import type { CachePolicy, Lambda, Parameter, PlanWarning, StepForm } from "@stepspan/engine";
import type { WrittenStep } from "../step-list.ts";
import { type AttemptSettings, noAttempts } from "./read-attempts.ts";
import { type Conditions, checkFinaliser } from "./read-conditions.ts";

/** What the options of a step became, but for those that all kinds of step have. */
export interface FormParts {
  readonly form: StepForm;
  readonly params?: readonly Parameter[];
  /** Lambdas of the form itself: `over`, `until`. */
  readonly lambdas?: readonly Lambda[];
  readonly attempts?: AttemptSettings;
  readonly cache?: CachePolicy | null;
  readonly estimateMs?: number | null;
  readonly warnings?: readonly PlanWarning[];
}

/** Puts the definition of a step together. @throws DefinitionError for a finaliser that depends on nothing */
export function defineForm(conditions: Conditions, parts: FormParts): WrittenStep {
  const { form, params = Object.freeze([]), lambdas = [], attempts = noAttempts, warnings = [] } = parts;
  const { cache = null, estimateMs = null } = parts;
  const read = params.flatMap((parameter) => (parameter.kind === "lambda" ? [parameter.lambda] : []));
  checkFinaliser(conditions, [...lambdas, ...read]);
  const definition = Object.freeze({
    name: conditions.step.step,
    params,
    ...conditions.values,
    ...attempts,
    estimateMs,
    cache,
    form: Object.freeze(form),
  });
  return { definition, warnings: [...conditions.warnings, ...warnings] };
}
