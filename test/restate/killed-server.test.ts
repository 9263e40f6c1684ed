import { defineEvent, workflow } from "stepspan";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { reached } from "./support/observed.ts";
import { startRestateServer } from "./support/restate-server.ts";
import { servedHere } from "./support/serving.ts";

const go = defineEvent("go", z.number());

describe("a server that is killed while runs wait", () => {
  it("goes on with them where they were: their events come, and their sleeps end", { timeout: 60_000 }, async () => {
    const server = await startRestateServer();
    onTestFinished(() => server.stop());
    const calls: string[] = [];
    const waiting = workflow("waiting", { input: z.object({ number: z.number() }) })
      .step("before", {
        params: { number: ({ input }) => input.number },
        run: ({ number }) => {
          calls.push(`before ${number}`);
          return number;
        },
      })
      .wait("gate", { event: go, dependsOn: ["before"] })
      .sleep("nap", 1500)
      .step("in body", {
        run: async (_, context) => {
          const { number } = context.run.metadata as { readonly number: number }; // as it is started
          calls.push(`entered ${number}`);
          return (await context.waitFor(go)) + number;
        },
      })
      .step("after", {
        dependsOn: ["nap"],
        params: {
          gate: ({ stepSpan }) => stepSpan("gate").output,
          body: ({ stepSpan }) => stepSpan("in body").output,
          before: ({ stepSpan }) => stepSpan("before").output,
        },
        run: ({ gate, body, before }) => [gate, body, before],
      });
    const engine = await servedHere({ workflows: [waiting], server });
    const handles = Array.from({ length: 5 }, (_, number) =>
      engine.start(waiting, { number }, { metadata: { number } }),
    );
    for (const handle of handles) {
      await reached(handle, "gate", "wait-started");
      await reached(handle, "in body", "wait-started");
      await reached(handle, "nap", "wait-started");
    }
    await server.kill();
    await server.restart();
    for (const [number, handle] of handles.entries()) {
      await handle.send(go, 10 * number, { to: "gate" });
      await handle.send(go, 20 * number, { to: "in body" });
    }
    const runs = await Promise.all(handles.map(({ result }) => result));
    expect(runs.map(({ output }) => output)).toEqual([0, 1, 2, 3, 4].map((n) => [10 * n, 21 * n, n]));
    expect(calls.filter((call) => call.startsWith("before")).toSorted()).toEqual(
      [0, 1, 2, 3, 4].map((n) => `before ${n}`),
    );
  });
});
