import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { type ServeStepsOptions, serveSteps } from "./serve-steps.ts";

const report = workflow("report").step("fetch", { queue: "api", run: () => 1 });
const plain = workflow("plain").step("a", { run: () => 1 });

function refusal(options: object): Promise<string> {
  return serveSteps(options as ServeStepsOptions).then(
    () => "served",
    (error: Error) => error.message,
  );
}

describe("serveSteps", () => {
  it("refuses options that make no sense", async () => {
    expect(await refusal({ workflows: [plain], pool: "gpu" })).toBe(
      'serveSteps got the unknown option "pool". Its options are workflows, pools, resources, concurrency, queues, ingressUrl, ingressToken, observers, classes, gracePeriod, port, host, reusePort, streams, identityKeys.',
    );
    expect(await refusal({ workflows: [] })).toBe(
      "serveSteps got an empty list as workflows. Give a list: serveSteps({ workflows: [report] }).",
    );
    expect(await refusal({ workflows: [{}] })).toBe(
      "serveSteps got an object ([object Object]) as workflows[0]. Give a workflow, as workflow(name) makes it.",
    );
    expect(await refusal({ workflows: [plain, plain] })).toBe(
      'serveSteps got two workflows named "plain" of the same version. Give one of them another name, or another version.',
    );
    expect(await refusal({ workflows: [plain], pools: [] })).toBe(
      'serveSteps got an empty list as pools. Give a list of their names: serveSteps({ pools: ["gpu"] }).',
    );
    expect(await refusal({ workflows: [plain], concurrency: 0 })).toBe(
      "serveSteps got the concurrency 0. Give a whole number of at least 1, or Infinity.",
    );
    expect(await refusal({ workflows: [plain], ingressUrl: "localhost" })).toBe(
      'serveSteps got "localhost" as ingressUrl. Give the address of the server\'s ingress: "http://localhost:8080".',
    );
    expect(await refusal({ workflows: [plain], port: 1.5 })).toBe(
      "serveSteps got the port 1.5. Give a whole number from 0 to 65535.",
    );
    expect(await refusal({ workflows: [plain], streams: 0 })).toBe(
      "serveSteps got 0 as streams. Give a whole number of at least 1.",
    );
  });

  it("refuses a queue that it was given no limits for", async () => {
    expect(await refusal({ workflows: [report], queues: { apis: { concurrency: 2 } } })).toBe(
      'Step "fetch" of workflow "report" asks for queue "api", which serveSteps does not have. Did you mean "apis"? Declare it: serveSteps({ queues: { "api": { concurrency: 4 } } }).',
    );
  });

  it("has a service for each workflow, each of its versions and each pool", async () => {
    const newer = workflow("plain", { version: "2.0" }).step("a", { run: () => 1 });
    await using endpoint = await serveSteps({ workflows: [plain, newer], pools: ["default", "big gpu"], port: 0 });
    expect(endpoint.services).toEqual([
      "stepspan.steps.plain.default",
      "stepspan.steps.plain.big_20_gpu",
      "stepspan.steps.plain.v_2_2e_0.default",
      "stepspan.steps.plain.v_2_2e_0.big_20_gpu",
    ]);
  });
});
