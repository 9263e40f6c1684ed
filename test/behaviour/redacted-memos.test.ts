import { createEngine, memoryStore, workflow } from "stepspan";
import { expect, it } from "vitest";

it.each([
  ["a secret", { password: "sesame" }, 2],
  ["nothing that is redacted", { colour: "red" }, 1],
])("an output with %s is kept for later runs only if it is the same without it", async (_name, output, calls) => {
  let called = 0;
  const login = workflow("login").step("ask", {
    cache: true,
    run: () => {
      called++;
      return output;
    },
  });
  await using engine = createEngine({ store: memoryStore(), redact: { keys: ["password"] } });
  for (const _time of [1, 2]) expect((await engine.run(login)).output).toEqual(output);
  expect(called).toBe(calls);
});
