import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { welcome } from "./custom-variable.ts";

describe("welcome", () => {
  it("greets a member whose span says active", async () => {
    const run = await testRun(welcome, { input: { name: "Ada" } });

    expect(run.span("register").vars).toEqual({ status: "active" });
    expect(run.output).toBe("Member 7 is active. Welcome!");
  });

  it("greets nobody who is anonymous", async () => {
    const run = await testRun(welcome, { input: { name: "" } });

    expect(run.span("register").vars).toEqual({ status: "anonymous" });
    expect(run).toHaveSkipped("greet", "guard");
  });
});
