import type { FormField } from "./input-form.ts";
import { jsonOf } from "./json-text.ts";

/** What stands in the fields: texts by the path of the field, how long lists are by theirs. */
export interface FormTexts {
  readonly texts: Readonly<Record<string, string>>;
  readonly lengths: Readonly<Record<string, number>>;
}

/** Something that is wrong at a field. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

export interface FormReading {
  readonly value: unknown;
  readonly problems: readonly FieldProblem[];
}

/** A field where it stands: in a list the `[]` of paths become the places of the items. */
export function fieldWithin<Field extends FormField>(field: Field, listPath: string, index: number): Field {
  const at = (path: string) => `${listPath}[${index}]${path.slice(listPath.length + 2)}`;
  const moved = { ...field, path: at(field.path) };
  if (moved.kind === "group")
    return { ...moved, fields: moved.fields.map((each) => fieldWithin(each, listPath, index)) };
  if (moved.kind === "list") return { ...moved, item: fieldWithin(moved.item, listPath, index) };
  return moved;
}

/** The item of a list at a place. */
export function itemAt(field: FormField & { readonly kind: "list" }, index: number): FormField {
  return fieldWithin(field.item, field.path, index);
}

/** What stands in a field: what was written, else what the schema gives. */
export function textIn(field: FormField, { texts }: FormTexts): string {
  const written = texts[field.path];
  if (written !== undefined) return written;
  if (field.initial === undefined) return "";
  if (field.kind === "choice") return String(field.choices.findIndex((choice) => sameJson(choice, field.initial)));
  return field.kind === "text" && typeof field.initial === "string" ? field.initial : JSON.stringify(field.initial);
}

export function lengthOf(field: FormField & { readonly kind: "list" }, { lengths }: FormTexts): number {
  return lengths[field.path] ?? (field.isRequired ? 1 : 0);
}

/** The value that the form holds; undefined for what was left empty. Whether it matches its schema the server says. */
export function readForm(field: FormField, form: FormTexts): FormReading {
  const problems: FieldProblem[] = [];
  const value = read(field, form, problems);
  return { value, problems };
}

function read(field: FormField, form: FormTexts, problems: FieldProblem[]): unknown {
  const problem = (message: string) => void problems.push({ path: field.path, message });
  if (field.kind === "group") return readGroup(field, form, problems);
  if (field.kind === "list") {
    const items = Array.from({ length: lengthOf(field, form) }, (_none, index) =>
      read(itemAt(field, index), form, problems),
    );
    return items.length === 0 && !field.isRequired ? undefined : items;
  }
  const text = textIn(field, form);
  switch (field.kind) {
    case "boolean":
      return text === "" ? (field.isRequired ? false : undefined) : text === "true";
    case "choice":
      return text === "" ? missing(field, problem) : field.choices[Number(text)];
    case "number":
      if (text.trim() === "") return missing(field, problem);
      if (Number.isNaN(Number(text))) problem("This is not a number.");
      return Number(text);
    case "json": {
      const written = jsonOf(text);
      if (!written.isValid) problem(written.problem);
      return written.isValid ? written.value : undefined;
    }
    case "text":
      return text === "" && (!field.isRequired || form.texts[field.path] === undefined) ? undefined : text;
  }
}

function readGroup(field: FormField & { readonly kind: "group" }, form: FormTexts, problems: FieldProblem[]): unknown {
  const own: FieldProblem[] = [];
  const entries = field.fields.map((each) => [keyOf(field.path, each.path), read(each, form, own)] as const);
  const given = entries.filter(([, value]) => value !== undefined);
  if (!field.isRequired && field.path !== "" && !isTouched(field.path, form)) return undefined;
  problems.push(...own);
  return Object.fromEntries(given);
}

/** Whether anybody wrote anything into the group. */
function isTouched(path: string, { texts, lengths }: FormTexts): boolean {
  return [...Object.keys(texts), ...Object.keys(lengths)].some((touched) => touched.startsWith(path));
}

function keyOf(groupPath: string, path: string): string {
  const own = path.slice(groupPath.length);
  return own.startsWith(".") ? own.slice(1) : (JSON.parse(own.slice(1, -1)) as string); // written by `keyPath`
}

function missing(field: FormField, problem: (message: string) => void): undefined {
  if (field.isRequired) problem("This is needed.");
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
