import { type AnyWorkflow, type StepContext, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { theme } from "../theme.ts";

/** Names that paths, queries, pages and terminals can mistake for something else. */
const hostile = [
  "../../etc/passwd",
  "%2e%2e",
  "a\u0000b",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "\u001b[31mred",
  "\u202eright to left",
  "'; DROP TABLE state; --",
  "__proto__",
  "a/b?c#d",
  "日本 🙂",
  '"quoted" {json}',
];

export const names = theme("odd names", {
  "may be those of steps and runs": async ({ named, open }) => {
    let steps: AnyWorkflow = workflow(named("hostile"));
    for (const name of hostile) steps = steps.step(name, { run: (_params: {}, { path }: StepContext) => path });
    const engine = await open({ workflows: [steps] });
    for (const label of hostile) {
      const runId = named(label);
      const done = await engine.run(steps, undefined, { runId });
      expect(done.runId).toBe(runId);
      expect(done.spans.map(({ name }) => name).toSorted()).toEqual(hostile.toSorted());
      expect((await engine.runs.get(runId))?.status, label).toBe("succeeded");
    }
  },

  "may be those of workflows": async ({ named, open }) => {
    const workflows = hostile.map((label) => {
      const name = named(label);
      return workflow(name, { flowState: z.object({ count: z.number().default(0) }) }).step("tell", {
        run: async (_params, { run, flowState }) => {
          await flowState.update("count", (count = 0) => count + 1);
          return [run.workflow, await flowState.get("count")];
        },
      });
    });
    const engine = await open({ workflows: workflows });
    for (const one of workflows) expect((await engine.run(one)).output).toEqual([one.name, 1]);
  },
});
