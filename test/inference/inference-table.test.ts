import { describe, expect, it } from "vitest";
import { inferLambda } from "../../packages/dsl/src/inference.ts";
import { runOnEngine } from "./run-on-engine.ts";
import { earlierSteps, type LambdaCase } from "./table/lambda-case.ts";
import { lambdaCases } from "./table/lambda-cases.ts";
import { bundledCases, instrumentedCases, loweredCases, minifiedCases } from "./transformed-cases.ts";

const place = { workflow: "table", step: "reader", parameter: "value", always: false };
const earlier = { has: (name: string) => earlierSteps.includes(name), names: () => earlierSteps };

describe.each([
  ["as it is written", lambdaCases],
  ["minified", minifiedCases()],
  ["minified and bundled with the engine", await bundledCases()],
  ["in an older language", loweredCases()],
  ["instrumented for coverage", instrumentedCases()],
  ["instrumented for coverage and minified", instrumentedCases({ minify: true })],
] as const)("the table of lambdas, %s", (_, cases: readonly LambdaCase[]) => {
  describe.each(cases.map((lambdaCase) => [lambdaCase.name, lambdaCase] as const))("%s", (_name, lambdaCase) => {
    const { lambda, warnings } = inferLambda(lambdaCase.lambda, place, earlier);

    it("has the expected edges", () => {
      const edges = lambda.reads.map(({ step, certainty, mode }) =>
        mode === "plain" ? `${step} ${certainty}` : `${step} ${certainty} ${mode}`,
      );
      expect([...new Set(edges)].sort()).toEqual([...lambdaCase.edges].sort());
    });

    it("has the expected warnings", () => {
      const warned = warnings.map(({ message }) => /may read "(.*?)"/.exec(message)?.[1]);
      expect(warned).toEqual(lambdaCase.warnings ?? []);
    });

    it.each(lambdaCase.runs.map((run, index) => [index + 1, run] as const))(
      "gives the right value, run %i",
      async (_number, run) => {
        const outcome = await runOnEngine(lambda, run);
        if (run.throws === undefined) expect(outcome).toEqual({ value: run.value });
        else expect(outcome).toEqual({ throws: expect.stringContaining(run.throws) });
      },
    );
  });
});
