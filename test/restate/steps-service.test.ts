import type { StepContext } from "@stepspan/engine";
import { serveSteps } from "@stepspan/restate";
import { workflow } from "stepspan";
import { describe, expect, it, onTestFinished } from "vitest";
import { askedBy } from "./support/asker.ts";
import { sharedServer } from "./support/shared-server.ts";

const cancelled = { kind: "threw", delayMs: null };

/** A step that says when it was called, and ends when it is told to. */
function patientStep(name: string) {
  const called = Promise.withResolvers<StepContext>();
  const steps = workflow(name).step("wait", {
    run: (_: object, context) => {
      called.resolve(context);
      return new Promise((_resolve, reject) => {
        context.signal.addEventListener("abort", () => reject(context.signal.reason));
      });
    },
  });
  return { called: called.promise, steps };
}

async function served(...[options]: Parameters<typeof serveSteps>) {
  const endpoint = await serveSteps({ port: 0, ...options });
  onTestFinished(() => endpoint.close());
  return endpoint;
}

describe("the service of a pool", () => {
  it("calls the body and puts one answer into the inbox of who asked", async () => {
    const server = await sharedServer();
    const endpoint = await served({ workflows: [workflow("plain").step("hello", { run: () => "hi" })] });
    expect(endpoint.services).toEqual(["stepspan.steps.plain.default"]);
    await endpoint.register({ adminUrl: server.adminUrl });
    const asker = await askedBy(server, "stepspan.steps.plain.default", "hello", { call: 4 });
    const answers = await asker.answers();
    expect(answers).toMatchObject([{ path: "hello", call: 4, outcome: { kind: "returned", output: "hi" } }]);
  });

  it("tells the body why it is to end", async () => {
    const server = await sharedServer();
    const { called, steps } = patientStep("aborted");
    const endpoint = await served({ workflows: [steps] });
    await endpoint.register({ adminUrl: server.adminUrl });
    const asker = await askedBy(server, "stepspan.steps.aborted.default", "wait");
    const { signal } = await called;
    await asker.abort({ kind: "failFast", step: "other" });
    expect(await asker.answers()).toMatchObject([{ outcome: cancelled }]);
    expect(signal.reason).toMatchObject({ name: "CancelledError", because: { kind: "failFast", step: "other" } });
  });

  it("ends the body when its invocation is cancelled in Restate", async () => {
    const server = await sharedServer();
    const { called, steps } = patientStep("cancelled");
    const endpoint = await served({ workflows: [steps] });
    await endpoint.register({ adminUrl: server.adminUrl });
    const asker = await askedBy(server, "stepspan.steps.cancelled.default", "wait");
    const { signal } = await called;
    await fetch(`${server.adminUrl}/invocations/${asker.callId}/cancel`, { method: "PATCH" });
    expect(await asker.answers()).toMatchObject([{ outcome: cancelled }]);
    expect(signal.reason).toMatchObject({
      because: { kind: "cancel", reason: "its invocation was cancelled in Restate" },
    });
  });
});
