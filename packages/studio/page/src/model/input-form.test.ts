import { describe, expect, it } from "vitest";
import { z } from "zod";
import { problemsAt } from "./field-problems.ts";
import { type FormTexts, readForm } from "./form-values.ts";
import { type FormField, fieldOf, type JsonSchema } from "./input-form.ts";

function formOf(schema: z.ZodType): FormField {
  return fieldOf(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema); // an object
}

/** What a form asks for, a line for each field. */
function linesOf(field: FormField): readonly string[] {
  const line = `${field.path || "input"}: ${field.kind}${field.isRequired ? "" : ", optional"}`;
  if (field.kind === "group") return [line, ...field.fields.flatMap(linesOf)];
  return field.kind === "list" ? [line, ...linesOf(field.item)] : [line];
}

const order = z.object({
  name: z.string(),
  count: z.number().int().min(1),
  isGift: z.boolean().default(false),
  size: z.enum(["small", "large"]),
  side: z.union([z.literal("left"), z.literal(2)]),
  note: z.string().nullable(),
  day: z.iso.date().optional(),
  address: z.object({ street: z.string(), "house number": z.number() }).optional(),
  lines: z.array(z.object({ article: z.string() })),
  extras: z.record(z.string(), z.number()).optional(),
  either: z.union([z.string(), z.number()]),
});

describe("the form for a schema", () => {
  it("has a field for all that a form can express, and JSON for the rest", () => {
    expect(linesOf(formOf(order))).toEqual([
      "input: group",
      ".name: text",
      ".count: number",
      ".isGift: boolean, optional",
      ".size: choice",
      ".side: choice",
      ".note: text, optional",
      ".day: text, optional",
      ".address: group, optional",
      ".address.street: text",
      '.address["house number"]: number',
      ".lines: list",
      ".lines[]: group",
      ".lines[].article: text",
      ".extras: json, optional",
      ".either: json",
    ]);
  });

  it("is one field of JSON where no schema is known, or it says nothing", () => {
    expect([fieldOf(null), fieldOf({}), fieldOf({ $ref: "#/nowhere" })].map(({ kind }) => kind)).toEqual([
      "json",
      "json",
      "json",
    ]);
  });

  it("ends within a schema that holds itself", () => {
    type Tree = { readonly name: string; readonly below?: Tree | undefined };
    const tree: z.ZodType<Tree> = z.object({
      name: z.string(),
      get below() {
        return tree.optional();
      },
    });
    expect(linesOf(formOf(tree)).length).toBeLessThan(20);
  });
});

describe("what is written in a form", () => {
  const field = formOf(order);
  const read = (texts: FormTexts["texts"], lengths: FormTexts["lengths"] = {}) => readForm(field, { texts, lengths });

  it("becomes the value that the schema takes", () => {
    const { value, problems } = read(
      {
        ".name": "Ada",
        ".count": "3",
        ".size": "1",
        ".side": "1",
        '.address["house number"]': "7",
        ".address.street": "Main Street",
        ".lines[0].article": "bread",
        ".lines[1].article": "rolls",
        ".extras": '{"salt": 2}',
        ".either": "12",
      },
      { ".lines": 2 },
    );
    expect(problems).toEqual([]);
    expect(value).toEqual({
      ...{ name: "Ada", count: 3, isGift: false, size: "large", side: 2 },
      address: { street: "Main Street", "house number": 7 },
      lines: [{ article: "bread" }, { article: "rolls" }],
      ...{ extras: { salt: 2 }, either: 12 },
    });
  });

  it("leaves out optional fields, and groups that nobody touched", () => {
    const { value } = read(
      { ".name": "Ada", ".count": "1", ".size": "0", ".side": "0", ".either": "x" },
      { ".lines": 0 },
    );
    expect(value).toEqual({
      name: "Ada",
      count: 1,
      isGift: false,
      size: "small",
      side: "left",
      lines: [],
      either: "x",
    });
  });

  it("is told wrong at its field", () => {
    const { problems } = read({ ".count": "many", ".extras": "{", '.address["house number"]': "" });
    expect(problems.map(({ path, message }) => `${path} ${message.replace(/JSON: .*/, "JSON")}`)).toEqual([
      ".count This is not a number.",
      ".size This is needed.",
      ".side This is needed.",
      '.address["house number"] This is needed.',
      ".extras This is not JSON",
    ]);
  });

  it("is told wrong beside the form where there is no such field", () => {
    const told = problemsAt(field, { texts: {}, lengths: { ".lines": 1 } }, [
      { path: ".lines[0].article", message: "one" },
      { path: ".lines[5].article", message: "two" },
    ]);
    expect([told.atFields.length, told.elsewhere.map(({ message }) => message)]).toEqual([1, ["two"]]);
  });

  it("can leave out what has a default, and choose it", () => {
    const chosen = fieldOf({ enum: ["a", "b"], default: "b" });
    expect([chosen.isRequired, readForm(chosen, { texts: {}, lengths: {} }).value]).toEqual([false, "b"]);
  });
});
