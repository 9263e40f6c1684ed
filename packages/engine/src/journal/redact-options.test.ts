import { describe, expect, it } from "vitest";
import { createEngine, type EngineOptions } from "../create-engine.ts";
import { DefinitionError } from "../errors/definition-errors.ts";

describe("redact, as an option of createEngine,", () => {
  it("takes names, regular expressions and a function", () => {
    const redact = { keys: ["password", /token$/i], texts: (text: string) => text };
    expect(() => createEngine({ redact })).not.toThrow();
  });

  it.each<[unknown, string]>([
    ["password", 'createEngine, in redact, got "password" in place of its options. Give an object.'],
    [null, "createEngine, in redact, got null in place of its options. Give an object."],
    [{ key: [] }, 'createEngine, in redact, got the unknown option "key". Its options are keys, texts.'],
    [
      {},
      'createEngine got redact without keys and without texts. Give the names of secrets: redact: { keys: ["password"] }.',
    ],
    [{ keys: "password" }, 'createEngine got "password" as redact.keys. Give a list: keys: ["password"].'],
    [
      { keys: ["password", ""] },
      'createEngine got "" as redact.keys[1]. Give a name that is not empty, or a regular expression.',
    ],
    [{ keys: [5] }, "createEngine got 5 as redact.keys[0]. Give a name that is not empty, or a regular expression."],
    [
      { texts: /secret/ },
      'createEngine got an object ([object RegExp]) as redact.texts. Give a function: texts: (text) => text.replace(pattern, "…").',
    ],
  ])("refuses %o", (redact, message) => {
    expect(() => createEngine({ redact } as EngineOptions)).toThrow(new DefinitionError(message));
  });
});
