import { serveSteps } from "@stepspan/restate";
import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createWires } from "../../packages/restate/src/protocol/wires.ts";
import { callTo } from "./support/called-steps.ts";
import { type ReplayedCall, replayed } from "./support/replayed-call.ts";

/**
 * A server writes the answer of a call and its end one after the other. When it was killed between the two, the worker
 * was asked for an answer that was there: its body was called again, and its call never ended.
 */
describe("a server that goes on after it was killed", () => {
  const wires = createWires(null);

  async function askedAgain(journal: Pick<ReplayedCall, "output" | "signal">) {
    let calls = 0;
    const steps = workflow("recorded").step("count", { run: () => ++calls });
    await using endpoint = await serveSteps({ workflows: [steps], port: 0 });
    const input = wires.call.serialize(callTo("count", {}, 1000));
    const said = await replayed({
      ...{ url: endpoint.url, service: "stepspan.steps.recorded.default", handler: "ask", input, ...journal },
    });
    return { said, calls };
  }

  it("has a call ended whose answer it has, and its body is not called again", async () => {
    expect(await askedAgain({ output: new Uint8Array([1, 2, 3]) })).toEqual({ said: ["end"], calls: 0 });
  });

  it("has the body called if it has no answer", async () => {
    expect(await askedAgain({})).toEqual({ said: ["output", "end"], calls: 1 });
    const because = wires.abort.serialize({ kind: "cancel", reason: null });
    expect(await askedAgain({ signal: ["abort", because] })).toEqual({ said: ["output", "end"], calls: 1 });
  });
});
