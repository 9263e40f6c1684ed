import { describe, expect, it } from "vitest";
import { commandText } from "./command-text.ts";

describe("commandText", () => {
  it("quotes for a shell what would not be one word, and shows what cannot be seen", () => {
    expect(commandText("show", ["a-b", "two words", "it's", "$(rm)", "\u001b[2J", "--store", "./runs.db"])).toBe(
      "stepspan runs show a-b 'two words' 'it'\\''s' '$(rm)' '\\u001b[2J' --store ./runs.db",
    );
  });
});
