import { DefinitionError, defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { engineOf, servedHere, uniqueName } from "../support/serving.ts";
import { sharedServer } from "../support/shared-server.ts";

const found = defineEvent("found", z.number());

describe("a rerun on Restate", () => {
  it("reuses what is recorded of the earlier run, values, errors, variables, state and events", async () => {
    const called: string[] = [];
    const flow = workflow(uniqueName("rerun"), { input: z.object({ n: z.number() }), state: z.object({ seen: z.number().default(0) }) })
      .step("load", {
        run: (_params: object, context) => {
          called.push("load");
          context.state.set("seen", 7);
          context.span.set("rows", new Map([["a", 1n]]));
          context.send(found, 5);
          return new Date(0);
        },
      })
      .step("flaky", {
        continueOnError: true,
        run: (): never => {
          throw new RangeError("out of range");
        },
      })
      .on("heard", { event: found, params: { number: ({ event }) => event }, run: ({ number }: { number: number }) => number })
      .step("sum", {
        params: {
          at: ({ stepSpan }) => stepSpan("load").output,
          rows: ({ stepSpan }) => stepSpan("load").vars.rows,
          failed: ({ stepSpan }) => stepSpan("flaky", { settled: true }).error,
        },
        run: ({ at, rows, failed }: { at: Date; rows: unknown; failed: Error | null }, context) => {
          called.push("sum");
          return { at, rows, failed: (failed?.cause as Error | undefined)?.name, seen: context.state.get("seen") };
        },
      }); // biome-ignore format: short
    const engine = await servedHere({ workflows: [flow] });
    const first = await engine.run(flow, { n: 1 }, { metadata: { by: "ada" } });
    const output = { at: new Date(0), rows: new Map([["a", 1n]]), failed: "RangeError", seen: 7 };
    expect(first.output).toEqual(output);
    called.length = 0;

    const handle = await engine.rerun(first.runId, { from: "sum", runId: uniqueName("again") });
    const again = await handle.result;
    expect(again.output).toEqual(output);
    expect(called).toEqual(["sum"]);
    expect(again).toMatchObject({
      input: { n: 1 },
      metadata: { by: "ada" },
      rerunOf: { runId: first.runId, from: "sum" },
    });
    expect(again.span("load").reusedFrom).toMatchObject({ runId: first.runId, path: "load" });
    expect(again.span("heard").output).toEqual([5]);
    expect(again.span("flaky").error?.message).toBe(first.span("flaky").error?.message);
  });

  it("needs the workflow, and a run that is over", async () => {
    const flow = workflow(uniqueName("refused")).wait("wait", { event: found });
    const engine = await servedHere({ workflows: [flow] });
    const handle = engine.start(flow);
    await handle.events[Symbol.asyncIterator]().next();
    const id = JSON.stringify(handle.runId);
    await expect(engine.rerun(handle.runId, { from: "wait" })).rejects.toThrow(
      new DefinitionError(
        `Run ${id} of workflow "${flow.name}" is not over (running), so it cannot be rerun. Wait for its end, or cancel it.`,
      ),
    );
    await handle.send(found, 1);
    await handle.result;
    const stranger = engineOf(await sharedServer());
    await expect(stranger.rerun(handle.runId, { from: "wait" })).rejects.toThrow(
      `Run ${id} is one of workflow "${flow.name}", which the engine does not know.`,
    );
    await expect(engine.rerun("nobody's", { from: "wait" })).rejects.toThrow('The store has no run "nobody\'s"');
  });
});
