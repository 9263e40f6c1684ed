import { DefinitionError } from "@stepspan/engine";
import { expect, it } from "vitest";

it("works", () => {
  expect(new DefinitionError("x").code).toBe("DEFINITION");
});
