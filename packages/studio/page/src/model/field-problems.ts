import { type FieldProblem, type FormTexts, itemAt, lengthOf } from "./form-values.ts";
import type { FormField } from "./input-form.ts";

/** Problems of a value, told apart by whether the form has a field for them. */
export interface ToldProblems {
  readonly atFields: readonly FieldProblem[];
  readonly elsewhere: readonly FieldProblem[];
}

export function problemsAt(field: FormField, form: FormTexts, problems: readonly FieldProblem[]): ToldProblems {
  const paths = new Set(pathsIn(field, form));
  return {
    atFields: problems.filter(({ path }) => paths.has(path)),
    elsewhere: problems.filter(({ path }) => !paths.has(path)),
  };
}

function pathsIn(field: FormField, form: FormTexts): readonly string[] {
  if (field.kind === "group") return [field.path, ...field.fields.flatMap((each) => pathsIn(each, form))];
  if (field.kind !== "list") return [field.path];
  const items = Array.from({ length: lengthOf(field, form) }, (_none, index) => itemAt(field, index));
  return [field.path, ...items.flatMap((item) => pathsIn(item, form))];
}
