import { describe, expect, it } from "vitest";
import { DefinitionError } from "../errors/definition-errors.ts";
import { createClassRegistry } from "../state/class-registry.ts";
import { type CodecOptions, createCodec } from "./codec.ts";

const inPlainJavaScript = createCodec as (options: unknown) => unknown;

describe("the options of a codec", () => {
  it.each<[unknown, string]>([
    [5, "createCodec got 5 in place of its options. Give an object."],
    [null, "createCodec got null in place of its options. Give an object."],
    [{ limit: {} }, 'createCodec got the unknown option "limit". Did you mean "limits"? There are classes and limits.'],
    [{ classes: [] }, "createCodec got an object ([object Array]) as classes. Give what createClassRegistry() gave."],
    [{ classes: null }, "createCodec got null as classes. Give what createClassRegistry() gave."],
    [{ limits: 5 }, "createCodec got 5 in place of its limits. Give an object."],
    [
      { limits: { maximumsize: 1 } },
      'createCodec got the unknown option "maximumsize". Did you mean "maximumSize"? There are maximumSize and maximumObjects.',
    ],
    ...[0, -1, 1.5, Number.NaN, "16 MiB", null].map((limit): [unknown, string] => [
      { limits: { maximumSize: limit } },
      `createCodec got ${typeof limit === "string" ? '"16 MiB"' : limit} as maximumSize. Give a whole number of at least 1, or Infinity.`,
    ]),
    [
      { limits: { maximumObjects: -5 } },
      "createCodec got -5 as maximumObjects. Give a whole number of at least 1, or Infinity.",
    ],
  ])("are refused if they make no sense: %o", (options, message) => {
    expect(() => inPlainJavaScript(options)).toThrow(new DefinitionError(message));
  });

  it.each<CodecOptions>([
    {},
    { limits: {} },
    { classes: createClassRegistry(), limits: { maximumObjects: Infinity } },
    { limits: { maximumSize: undefined as never } },
  ])("may be left out, and limits may be infinite: %o", (options) => {
    const { encode, decode } = createCodec(options);
    expect(decode(encode([{}, 1n], "A value"), "A value")).toEqual([{}, 1n]);
    expect(() => encode("x".repeat(2 ** 24), "A value")).toThrow("takes more than 16777216 characters and bytes");
  });
});
