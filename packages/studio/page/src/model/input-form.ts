/** A JSON schema, of which only the parts that a form can express are read. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One field of a form, or a group of them. */
export type FormField = FieldBase &
  (
    | {
        readonly kind: "text";
        readonly isLong: boolean;
        readonly format: "text" | "date" | "datetime" | "email" | "url";
      }
    | {
        readonly kind: "number";
        readonly isInteger: boolean;
        readonly minimum: number | null;
        readonly maximum: number | null;
      }
    | { readonly kind: "boolean" }
    /** One of these values; they may be anything that JSON says. */
    | { readonly kind: "choice"; readonly choices: readonly unknown[] }
    | { readonly kind: "group"; readonly fields: readonly FormField[] }
    /** So many of one form; the path of its item ends with `[]`. */
    | { readonly kind: "list"; readonly item: FormField }
    /** What a form cannot express. */
    | { readonly kind: "json" }
  );

interface FieldBase {
  /** Where the value stands, as in the server's issues: `.orders[0].price`; empty for the input itself. */
  readonly path: string;
  readonly label: string;
  readonly hint: string;
  readonly isRequired: boolean;
  /** What stands in it at first; undefined: nothing. */
  readonly initial: unknown;
}

const deepest = 6;

/** The form for an input with this schema; null: the input is anything. */
export function fieldOf(schema: JsonSchema | null): FormField {
  return fieldAt(schema ?? {}, { path: "", name: "Input", isRequired: true, depth: 0, root: schema ?? {} });
}

interface FieldPlace {
  readonly path: string;
  readonly name: string;
  readonly isRequired: boolean;
  readonly depth: number;
  readonly root: JsonSchema;
}

function fieldAt(written: JsonSchema, place: FieldPlace): FormField {
  const { schema, isNullable } = withoutNull(resolved(written, place.root), place.root);
  const base: FieldBase = {
    path: place.path,
    label: textOf(schema.title) || place.name,
    hint: textOf(schema.description),
    isRequired: place.isRequired && !isNullable && schema.default === undefined,
    initial: schema.default,
  };
  const choices = choicesOf(schema, place.root);
  if (choices !== null) return { ...base, kind: "choice", choices };
  switch (place.depth > deepest ? null : schema.type) {
    case "string":
      return { ...base, kind: "text", isLong: isLongText(schema), format: formatOf(schema) };
    case "integer":
    case "number":
      return {
        ...base,
        kind: "number",
        isInteger: schema.type === "integer",
        minimum: limitOf(schema.minimum),
        maximum: limitOf(schema.maximum),
      };
    case "boolean":
      return { ...base, kind: "boolean" };
    case "object":
      return groupAt(schema, base, place);
    case "array":
      return listAt(schema, base, place);
    default:
      return { ...base, kind: "json" };
  }
}

function groupAt(schema: JsonSchema, base: FieldBase, place: FieldPlace): FormField {
  const { properties, required } = schema;
  if (!isObject(properties) || isObject(schema.additionalProperties)) return { ...base, kind: "json" };
  const needed = Array.isArray(required) ? required : [];
  const fields = Object.entries(properties).map(([name, property]) =>
    fieldAt(isObject(property) ? property : {}, {
      path: `${place.path}${keyPath(name)}`,
      name,
      isRequired: needed.includes(name),
      depth: place.depth + 1,
      root: place.root,
    }),
  );
  return { ...base, kind: "group", fields };
}

function listAt(schema: JsonSchema, base: FieldBase, place: FieldPlace): FormField {
  const { items } = schema;
  if (!isObject(items) || schema.prefixItems !== undefined) return { ...base, kind: "json" };
  const inside = { path: `${place.path}[]`, name: "", isRequired: true, depth: place.depth + 1, root: place.root };
  return { ...base, kind: "list", item: fieldAt(items, inside) };
}

/** The part of a path for a key, as the server writes it. */
export function keyPath(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** What a `$ref` within the schema stands for; what it cannot find is anything. */
function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const reference = schema.$ref;
  if (typeof reference !== "string" || !reference.startsWith("#/")) return schema;
  let found: unknown = root;
  for (const segment of reference.slice(2).split("/")) {
    const key = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return isObject(found) ? found : {};
}

/** A schema for a value or null is the schema of the value: a field that may be empty. */
function withoutNull(
  schema: JsonSchema,
  root: JsonSchema,
): { readonly schema: JsonSchema; readonly isNullable: boolean } {
  if (Array.isArray(schema.type) && schema.type.length === 2 && schema.type.includes("null")) {
    return { schema: { ...schema, type: schema.type.find((type) => type !== "null") }, isNullable: true };
  }
  const options = schema.anyOf ?? schema.oneOf;
  if (!Array.isArray(options)) return { schema, isNullable: false };
  const others = options.filter((option) => !isObject(option) || option.type !== "null");
  const only: unknown = others[0];
  if (others.length !== 1 || others.length === options.length || !isObject(only)) return { schema, isNullable: false };
  const { anyOf, oneOf, ...rest } = schema;
  return { schema: { ...resolved(only, root), ...rest }, isNullable: true };
}

function choicesOf(schema: JsonSchema, root: JsonSchema): readonly unknown[] | null {
  if (Array.isArray(schema.enum)) return schema.enum;
  if (schema.const !== undefined) return [schema.const];
  const options = schema.anyOf ?? schema.oneOf;
  if (!Array.isArray(options) || options.length === 0) return null;
  const constants = options.map((option) => (isObject(option) ? resolved(option, root).const : undefined));
  return constants.every((constant) => constant !== undefined) ? constants : null;
}

function isLongText({ maxLength, minLength }: JsonSchema): boolean {
  return (typeof maxLength === "number" && maxLength > 200) || (typeof minLength === "number" && minLength > 80);
}

function formatOf({ format }: JsonSchema): "text" | "date" | "email" | "url" {
  if (format === "date" || format === "email") return format;
  return format === "uri" ? "url" : "text";
}

/** The limits that schemas have for safe integers say nothing to people. */
function limitOf(limit: unknown): number | null {
  return typeof limit === "number" && Math.abs(limit) < Number.MAX_SAFE_INTEGER ? limit : null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
