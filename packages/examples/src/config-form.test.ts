import { createEngine, workflowFromConfig } from "stepspan";
import { describe, expect, it } from "vitest";
import { parts, takings } from "./config-form.ts";
import { contract } from "./pause-and-resume.ts";

describe("the configuration of takings", () => {
  it("is a workflow again, after a way through JSON", async () => {
    const text = JSON.stringify(takings.toConfig());
    const built = workflowFromConfig(JSON.parse(text), parts);
    await using engine = createEngine();
    const run = await engine.run(built, { day: "monday" });

    expect(run.output).toBe(42);
    expect(JSON.stringify(built.toConfig())).toBe(text);
  });

  it("names a handler that is missing", () => {
    const config = takings.toConfig();
    const handlers = { loadOrders: parts.handlers.loadOrders };
    expect(() => workflowFromConfig(config, { ...parts, handlers })).toThrow("handlers.sumUp, for steps[1].handler");
  });
});

it("cannot hold a function without a name, and says where it stands", () => {
  expect(() => contract.toConfig()).toThrow(
    'step "buyer", where: the function is named only after the property "where"',
  );
});
