import { createEngine } from "stepspan";
import { expect, it } from "vitest";
import { welcome } from "./step-state.ts";

it("knows in one run whom it greeted in another", async () => {
  await using engine = createEngine();
  const outputs = [];
  for (const guest of ["Ada", "Grace"]) outputs.push((await engine.run(welcome, { guest })).output);

  expect(outputs).toEqual(["Ada, you are the first.", "Grace, you are guest number 2, after Ada."]);
});
