import { type AnyWorkflow, defineEvent, type Run, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { begin, resumeElsewhere, send, snapshotText } from "../support/replayed-trial.ts";
import { ended, type Trial } from "../support/trial.ts";

const go = defineEvent("go");

interface Change {
  /** Before the wait: begun when the run is stopped. */
  readonly early?: (built: AnyWorkflow) => AnyWorkflow;
  /** Behind the wait: not begun. */
  readonly late?: (built: AnyWorkflow) => AnyWorkflow;
}

const first = (built: AnyWorkflow) => built.step("first", { params: { by: 2 }, run: ({ by }) => by });
const last = (built: AnyWorkflow) =>
  built.step("last", { params: { from: ({ stepSpan }) => stepSpan("first").output }, dependsOn: ["gate"], run: ({ from }) => from }); // biome-ignore format: one line

/** A run of it stands at "gate": "first" has succeeded and "last" has not begun. */
function gated({ early = first, late = last }: Change = {}): AnyWorkflow {
  const begun = early(workflow("gated") as AnyWorkflow);
  return late(begun.wait("gate", { event: go }) as AnyWorkflow);
}

/** A run of the one definition that is stopped at the gate and goes on with the other. */
async function changed(before: AnyWorkflow, after: AnyWorkflow): Promise<Trial> {
  const trial = await begin(before, { run: { runId: "run-1" } });
  return resumeElsewhere(trial, await snapshotText(trial.handle), after);
}

/** Its end, once the gate is open. */
async function endOf(before: AnyWorkflow, after: AnyWorkflow): Promise<Run> {
  const trial = await changed(before, after);
  await send(trial, go, "now");
  return ended(trial.handle.result as Promise<Run>);
}

const outputs = (run: Run) => Object.fromEntries(run.spans.map(({ name, output }) => [name, output]));

describe("a run that goes on with a changed definition", () => {
  it("runs a step that was added, wherever it stands", async () => {
    const run = await endOf(
      gated(),
      gated({
        early: (built) => first(built).step("extra", { run: () => "early" }) as AnyWorkflow,
        late: (built) =>
          last(built).step("after", {
            params: { both: ({ stepSpan }) => [stepSpan("extra").output, stepSpan("last").output] },
            run: ({ both }) => both,
          }) as AnyWorkflow,
      }),
    );
    expect(run.status).toBe("succeeded");
    expect(outputs(run)).toEqual({ first: 2, extra: "early", gate: "now", last: 2, after: ["early", 2] });
    expect(run.output).toEqual(["early", 2]);
  });

  it("does not run a step that was removed and had not begun", async () => {
    const run = await endOf(gated(), gated({ late: (built) => built }));
    expect(outputs(run)).toEqual({ first: 2, gate: "now" });
    expect(run.output).toBe("now");
  });

  it("takes another form of what had not begun: its name, its lambdas, its options, its body", async () => {
    const run = await endOf(
      gated(),
      gated({
        late: (built) =>
          built.step("final", {
            params: { from: ({ stepSpan }) => (stepSpan("first").output as number) * 10 },
            dependsOn: ["gate"],
            retry: { attempts: 2 },
            run: ({ from }) => from,
          }) as AnyWorkflow,
      }),
    );
    expect(outputs(run)).toEqual({ first: 2, gate: "now", final: 20 });
  });

  it("waits along an edge that was added to a step which had not begun", async () => {
    const order: string[] = [];
    const slow = (built: AnyWorkflow) =>
      last(built).step("slow", {
        dependsOn: ["gate"],
        retry: { attempts: 2, delay: 50 },
        run: (_params, { attempt }) => {
          order.push(`slow ${attempt}`);
          if (attempt === 1) throw new Error("not yet");
        },
      }) as AnyWorkflow;
    const tail = (dependsOn: readonly "gate"[]) => (built: AnyWorkflow) =>
      slow(built).step("tail", { dependsOn, run: () => void order.push("tail") }) as AnyWorkflow;
    const trial = await changed(gated({ late: tail(["gate"]) }), gated({ late: tail(["gate", "slow" as "gate"]) }));
    await send(trial, go, "now");
    expect(order).toEqual(["slow 1"]);
    await trial.advance(50);
    expect((await trial.end()).status).toBe("succeeded");
    expect(order).toEqual(["slow 1", "slow 2", "tail"]);
  });

  it("goes on if only bodies, schemas, white space, comments or the order of steps have changed", async () => {
    const loop = (built: AnyWorkflow) =>
      built
        .step("first", { params: { by: ({ input }) => (input === 1 ? 1 : 2) }, run: ({ by }) => by })
        .step("second", { run: () => "a" }) as AnyWorkflow;
    const turned = (built: AnyWorkflow) =>
      built.step("second", { run: () => "another body" }).step("first", {
        // biome-ignore format: other white space
        params: { by: ({ input }) => ( // the same
          input===1 ? 1 : 2 ) },
        run: ({ by }) => by * 1000,
      }) as AnyWorkflow;
    const [before, after] = [gated({ early: loop }), gated({ early: turned })];
    expect(after.fingerprint).toBe(before.fingerprint);
    expect(outputs(await endOf(before, after))).toEqual({ first: 2, second: "a", gate: "now", last: 2 });
  });

  it("returns what the present definition says", async () => {
    const before = gated().returns(({ stepSpan }) => stepSpan("last").output) as AnyWorkflow;
    const after = gated().returns(({ stepSpan }) => [stepSpan("first").output, stepSpan("gate").output]) as AnyWorkflow;
    expect((await endOf(before, after)).output).toEqual([2, "now"]);
  });

  it("runs added `always` steps of a run that was stopped, and cancels the others", async () => {
    const guarded = (built: AnyWorkflow) =>
      built
        .step("open", { run: () => 1 })
        .step("close", { dependsOn: ["open"], always: true, retry: { attempts: 2, delay: 100 }, run: (_, c) => {
          if (c.attempt === 1) throw new Error("not yet");
        } }) as AnyWorkflow; // biome-ignore format: short
    const before = gated({ early: guarded, late: (built) => built });
    const here = await begin(before, { run: { runId: "run-1" } });
    await here.cancel("enough");
    const text = await snapshotText(here.handle);
    const late = (built: AnyWorkflow) =>
      built
        .step("never", { run: () => 1 })
        .step("report", { dependsOn: ["open"], always: true, run: () => "reported" }) as AnyWorkflow;
    const there = await resumeElsewhere(here, text, gated({ early: guarded, late }));
    await there.advance(100);
    const run = await there.end();
    expect(run.status).toBe("cancelled");
    expect(await there.statuses()).toEqual({
      open: "succeeded",
      close: "succeeded",
      gate: "cancelled",
      never: "cancelled",
      report: "succeeded",
    });
  });

  it("runs items of a map, and child runs, that had not begun by their present definition", async () => {
    const inner = (extra: boolean) => {
      const built = workflow("inner").step("one", { run: () => 1 });
      return extra ? built.step("two", { run: () => 2 }) : built;
    };
    const late = (extra: boolean) => (built: AnyWorkflow) =>
      built.subflow("below", { workflow: inner(extra) as AnyWorkflow, dependsOn: ["gate"] }) as AnyWorkflow;
    const run = await endOf(gated({ late: late(false) }), gated({ late: late(true) }));
    expect(run.output).toBe(2);
    expect(run.spans.map(({ path }) => path)).toContain("below/two");
  });

  it("goes on with a child run that had begun, and with a step added to it", async () => {
    const inner = (extra: boolean) => {
      const built = workflow("inner").wait("gate", { event: go });
      return extra ? built.step("two", { dependsOn: ["gate"], run: () => 2 }) : built;
    };
    const outer = (extra: boolean) =>
      workflow("outer").subflow("below", { workflow: inner(extra) as AnyWorkflow }) as AnyWorkflow;
    expect((await endOf(outer(false), outer(true))).output).toBe(2);
  });
});
