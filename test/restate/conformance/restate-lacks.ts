import { defineEvent, live, stepSpan, workflow } from "stepspan";
import { expect } from "vitest";
import type { Host } from "../../conformance/host.ts";
import { trialOf } from "../../conformance/world.ts";

const news = defineEvent("news");

/** What runs in Restate do without, and what one is told instead. */
export const lacks: Host["lacks"] = {
  emissions: {
    reason: "what a step emits is told in the process of its worker, to the observers that serveSteps has",
    shown: async ({ named, start }) => {
      const heard: unknown[] = [];
      const onEvent = (event: { readonly type: string; readonly data?: unknown }) => {
        if (event.type === "event-emitted") heard.push(event.data);
      };
      const telling = workflow(named("telling")).step("tell", {
        run: async function* (_params, context) {
          context.emit(news, "emitted" as never);
          yield "streamed";
        },
      });
      const trial = await start(telling, { engine: { observers: [{ onEvent }] } });
      const told: string[] = [];
      for await (const { type } of trial.handle.events) told.push(type);
      expect(told).not.toContain("event-emitted");
      expect(heard).toEqual(["emitted", "streamed"]);
      expect((await trial.end()).output).toEqual(["streamed"]);
    },
  },

  "run-resources": {
    reason: "steps are called in other processes, which no live object reaches",
    shown: async ({ named, open }) => {
      const name = named("asking");
      const asking = workflow(name).step("ask", { run: () => 1 });
      const engine = await open({ workflows: [asking] });
      expect(() => engine.start(asking, undefined, { resources: { db: {} } })).toThrow(
        `The run of workflow "${name}" got the resource "db", and its steps are called in other processes, which no live object reaches. Give it to those: serveSteps({ workflows, resources }).`,
      );
    },
  },

  "live-values": {
    reason: "the step that makes a live object and the one that needs it may be called on different machines",
    shown: async ({ named, run }) => {
      const failed = await run(workflow(named("connecting")).step("connect", { run: () => live({}) }));
      expect(failed.errors.map(({ message }) => message)).toEqual([
        'Step "connect" failed on attempt 1: The output of step "connect" cannot be recorded: it holds a live value, which stays in the process of its worker, and other steps may be called elsewhere. Give what the object can be made from again, or do what needs it in this step.',
      ]);
    },
  },

  "hidden-reads": {
    reason: "a worker is told of other steps only if the source of the body shows that it reads them",
    shown: async ({ named, run }) => {
      const reading = workflow(named("reading"))
        .step("fetch", { run: () => [1, 2] })
        .step("read", { dependsOn: ["fetch"], run: () => readElsewhere() });
      expect((await run(reading)).errors.map(({ message }) => message)).toEqual([
        'Step "read" failed on attempt 1: Step "read" reads "fetch" by stepSpan in a function outside of its run function. A worker is told of the run only if the run function itself names what it reads with. Pass the value as a parameter: params: { value: ({ stepSpan }) => stepSpan("fetch").output }.',
      ]);
    },
  },

  snapshots: {
    reason: "Restate keeps its runs itself, and goes on with them by itself",
    shown: async ({ named, open }) => {
      const asking = workflow(named("asking")).wait("ask", { event: news });
      const engine = await open({ workflows: [asking] });
      const trial = trialOf(engine, engine.start(asking));
      await trial.step("wait-started", "ask");
      const snapshot = await trial.handle.snapshot();
      expect(snapshot).toMatchObject({ format: "stepspan-run", runId: trial.handle.runId, workflow: asking.name });
      expect(() => engine.resume(snapshot, { workflow: asking as never })).toThrow(
        `Run "${trial.handle.runId}" cannot be resumed from a snapshot in Restate, which keeps its runs itself. Go on with it by its id: await engine.resume(runId); or resume the snapshot with createEngine.`,
      );
      trial.handle.cancel();
      expect((await trial.end()).status).toBe("cancelled");
    },
  },
};

function readElsewhere(): unknown {
  return stepSpan("fetch").output;
}
