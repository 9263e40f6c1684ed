import { createEngine } from "stepspan";
import { expect, it } from "vitest";
import { login, redact } from "./redaction.ts";

it("keeps secrets from the store, and works with them", async () => {
  await using engine = createEngine({ redact });
  const run = await engine.run(login, { user: "ada", password: "engine" });
  const stored = await engine.runs.get(run.runId);

  expect(run.output).toEqual({ user: "ada", accessToken: "ada:6" });
  expect(stored?.input).toEqual({ user: "ada", password: "[redacted]" });
  expect(stored?.output).toEqual({ user: "ada", accessToken: "[redacted]" });
  expect(stored?.span("log in").logs[0]?.message).toBe("ada pays with [card]");
});
