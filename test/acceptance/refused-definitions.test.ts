import { type AnyWorkflow, defineEvent, ResumeMismatchError, type RunSnapshot, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { begin, resumeElsewhere, snapshotText } from "../support/replayed-trial.ts";

const go = defineEvent("go");
const stop = defineEvent("stop");

type Build = (empty: AnyWorkflow) => AnyWorkflow;

/** A workflow whose runs stand at "gate". */
function gated(build: Build, options: object = {}): AnyWorkflow {
  return build(workflow("gated", options) as AnyWorkflow).wait("gate", { event: go }) as AnyWorkflow;
}

/** What a run of the one definition, as it is stopped, and a resume with the other give. */
async function refusal(before: AnyWorkflow, after: AnyWorkflow, sent: readonly string[] = []): Promise<unknown> {
  const engine = { queues: { q: {} } };
  const trial = await begin(before, { engine, run: { runId: "run-1" } });
  for (const event of sent) await trial.handle.send(event, null);
  const text = await snapshotText(trial.handle);
  const thrown = await resumeElsewhere(trial, text, after, { engine }).catch((error: unknown) => error);
  await trial.cancel();
  await trial.end();
  return thrown;
}

async function messages(...given: Parameters<typeof refusal>): Promise<readonly string[]> {
  const thrown = await refusal(...given);
  if (thrown instanceof ResumeMismatchError) return thrown.differences.map(({ message }) => message);
  throw new Error("The run went on.", { cause: thrown });
}

const options = (given: object, name = "first"): Build => {
  const all = { params: { by: 2 }, run: () => 2, ...given };
  return (built) => built.step(name as "first", all) as AnyWorkflow;
};
const first = options({});
const others: Build = (built) => built.step("a", { run: () => "a" }).step("b", { run: () => "b" }) as AnyWorkflow;
const reading =
  (name: "a" | "b"): Build =>
  (built) =>
    others(built).step("first", {
      params: { it: ({ stepSpan }) => stepSpan(name).output },
      run: ({ it }) => it,
    }) as AnyWorkflow;
const ordered =
  (...names: readonly string[]): Build =>
  (built) =>
    others(built).step("first", { dependsOn: names as never, run: () => 1 }) as AnyWorkflow;

describe("a difference in what had begun is named:", () => {
  it.each<[change: string, before: Build, after: Build, message: string]>([
    [
      "a renamed step",
      first,
      options({}, "start"),
      'Step "first" was removed. Step "start", which was added, is written in the same way: was it renamed?',
    ],
    ["a removed step", first, (built) => built, 'Step "first" was removed.'],
    ["a constant", first, options({ params: { by: 3 } }), 'Step "first" was changed: parameter "by" was changed.'],
    [
      "a parameter that was added",
      first,
      options({ params: { by: 2, more: 1 } }),
      'Step "first" was changed: parameter "more" was added.',
    ],
    [
      "a parameter that was removed",
      first,
      options({ params: {} }),
      'Step "first" was changed: parameter "by" was removed.',
    ],
    [
      "a lambda that reads another step",
      reading("a"),
      reading("b"),
      'Step "first" was changed: parameter "it" was changed (it reads "b" now, it no longer reads "a").',
    ],
    [
      "an edge that was added",
      ordered("a"),
      ordered("a", "b"),
      'Step "first" was changed: its dependsOn names "b" now.',
    ],
    [
      "an edge that was moved",
      ordered("a"),
      ordered("b"),
      'Step "first" was changed: its dependsOn names "b" now and no longer names "a".',
    ],
    [
      "a guard",
      options({ when: () => true }),
      options({ when: () => !false }),
      'Step "first" was changed: its guard was changed.',
    ],
    [
      "a timeout",
      options({ timeout: 30 }),
      options({ timeout: "1s" }),
      'Step "first" was changed: its timeout was changed from 30 ms to 1000 ms.',
    ],
    [
      "a retry",
      first,
      options({ retry: { attempts: 3 } }),
      'Step "first" was changed: its retry.attempts was added (3).',
    ],
    ["a queue", options({ queue: "q" }), first, 'Step "first" was changed: its queue was removed ("q").'],
    [
      "another kind of step",
      first,
      (built) => built.sleep("first", 5) as AnyWorkflow,
      'Step "first" was changed from a plain step to a sleep.',
    ],
    [
      "a workflow in place of a function",
      first,
      (built) =>
        built.subflow("first", {
          workflow: workflow("inner").step("one", { run: () => 1 }) as AnyWorkflow,
          params: { by: 2 } as never,
        }) as AnyWorkflow,
      'Step "first" was changed: it ran a function and runs a workflow now.',
    ],
  ])("%s", async (_change, before, after, message) => {
    expect(await messages(gated(before), gated(after))).toEqual([message]);
  });

  it("an option of the workflow that a run cannot change any more", async () => {
    expect(await messages(gated(first), gated(first, { failFast: false }))).toEqual([
      "The workflow was changed: its failFast was added (false).",
    ]);
  });

  it("members of a race in another order, once one of them has begun", async () => {
    const race = (...of: readonly string[]) =>
      (workflow("race") as AnyWorkflow)
        .wait("one", { event: go })
        .wait("two", { event: stop })
        .race("winner", { of: of as never }) as AnyWorkflow;
    expect(await messages(race("one", "two"), race("two", "one"))).toEqual([
      'Step "winner" was changed: its of was changed from "one", "two" to "two", "one", in this order.',
    ]);
  });

  it("a race that was added over steps which have begun", async () => {
    const waits = (workflow("race") as AnyWorkflow).wait("one", { event: go }).wait("two", { event: stop });
    const raced = (waits as AnyWorkflow).race("winner", { of: ["one", "two"] as never });
    expect(await messages(waits as AnyWorkflow, raced as AnyWorkflow)).toEqual([
      'Step "winner" was added, but members of that race have begun.',
    ]);
  });

  it("a step that listens for events, some of which were sent before it was added", async () => {
    const listening: Build = (built) => built.on("listen", { event: stop, run: () => 1 }) as AnyWorkflow;
    const [without, having] = [gated((built) => built), gated(listening)];
    expect(await messages(without, having, ["stop"])).toEqual([
      'Step "listen" was added, but events for it were sent before.',
    ]);
    expect(await refusal(without, having, [])).not.toBeInstanceOf(ResumeMismatchError);
  });

  it("a step that another one had come to wait for", async () => {
    const late: Build = (built) => built.step("late", { dependsOn: ["gate"] as never, run: () => 1 }) as AnyWorkflow;
    const reader = (name: string, built: AnyWorkflow) =>
      built.step("reader", {
        params: { it: ({ input, stepSpan }) => (input === 1 ? 0 : stepSpan(name, { settled: true }).status) },
        run: ({ it }) => it,
      }) as AnyWorkflow;
    const gate: Build = (built) => built.wait("gate", { event: go }) as AnyWorkflow;
    const empty = () => workflow("reads") as AnyWorkflow;
    const found = await messages(reader("late", late(gate(empty()))), reader("gate", gate(empty())));
    expect(found).toContain('Step "late" was removed, and another step waits for it.');
  });

  describe("in a sub-workflow", () => {
    const inner = (build: Build, given: object = {}) => gated(build, given);
    const outer = (child: AnyWorkflow, given: object = {}) =>
      workflow("outer").subflow("below", { workflow: child, ...given } as never) as AnyWorkflow;
    const mapped = (child: AnyWorkflow) =>
      workflow("outer").map("each", { over: [1, 2], run: child } as never) as AnyWorkflow;

    it.each<[change: string, before: AnyWorkflow, after: AnyWorkflow, message: string]>([
      [
        "a changed step",
        outer(inner(first)),
        outer(inner(options({ params: { by: 3 } }))),
        'Step "below/first" was changed: parameter "by" was changed.',
      ],
      ["a step of items", mapped(inner(first)), mapped(inner((built) => built)), 'Step "each/first" was removed.'],
      [
        "another version",
        outer(inner(first)),
        outer(inner(first, { version: "2" })),
        'The sub-workflow of step "below" was "gated" without a version and is "gated" version "2" now.',
      ],
      [
        "a timeout",
        outer(inner(first)),
        outer(inner(first, { timeout: 50 })),
        'The sub-workflow of step "below" was changed: its timeout was added (50 ms).',
      ],
      [
        "what it writes back",
        outer(inner(first), { writeBack: { output: () => 1 } }),
        outer(inner(first), { writeBack: { output: () => 2 } }),
        'Step "below" was changed: its writeBack.output was changed.',
      ],
    ])("%s", async (_change, before, after, message) => {
      expect(await messages(before, after)).toEqual([message]);
    });

    it("a step that was added to a child run which is over, and what that returns", async () => {
      const child = (extra: boolean) => {
        const built = workflow("inner").step("one", { run: () => 1 });
        return (extra ? built.step("two", { run: () => 2 }) : built) as AnyWorkflow;
      };
      const whole = (extra: boolean): Build => (built) => built.subflow("below", { workflow: child(extra) } as never) as AnyWorkflow; // biome-ignore format: one line
      expect(await messages(gated(whole(false)), gated(whole(true)))).toEqual([
        'The sub-workflow of step "below" was changed: its returns was changed (it reads "two" now, it no longer reads "one").',
        'Step "below/two" was added, but all steps of that run have settled.',
      ]);
    });
  });
});

describe("the error for a changed definition", () => {
  const many = (count: number, by: number): Build => (built) =>
    Array.from({ length: count }, (_, index) => index).reduce(
      (so, index) => so.step(`step ${index}` as string, { params: { by }, run: () => 1 }) as AnyWorkflow,
      built,
    ); // biome-ignore format: short

  it("names the run, the workflow, each difference, and the way out", async () => {
    const thrown = await refusal(gated(many(2, 1)), gated(many(2, 2)));
    expect(thrown).toMatchObject({
      code: "RESUME_MISMATCH",
      message: [
        'Run "run-1" cannot go on with workflow "gated", of which parts were changed that had begun:',
        '- Step "step 0" was changed: parameter "by" was changed.',
        '- Step "step 1" was changed: parameter "by" was changed.',
        "Resume it with the workflow with which it was started: keep that one for the runs that are open, and give the changed one another version. Or start another run.",
      ].join("\n"),
      differences: [
        { step: "step 0", kind: "part", message: 'Step "step 0" was changed: parameter "by" was changed.' },
        { step: "step 1", kind: "part", message: 'Step "step 1" was changed: parameter "by" was changed.' },
      ],
    });
  });

  it("tells the first twenty differences, and has all of them", async () => {
    const thrown = (await refusal(gated(many(23, 1)), gated(many(23, 2)))) as ResumeMismatchError; // seen by what follows
    const lines = thrown.message.split("\n");
    expect(lines).toHaveLength(23);
    expect(lines[21]).toBe("- and 3 more");
    expect(thrown.differences).toHaveLength(23);
  });

  it("says of another version that it is one", async () => {
    const thrown = await refusal(gated(first), gated(first, { version: "2" }));
    expect((thrown as ResumeMismatchError).differences).toEqual([
      { step: null, kind: "identity", message: 'The workflow was "gated" without a version and is "gated" version "2" now.' }, // biome-ignore format: one line
    ]);
  });

  it("takes the steps of the snapshot for those of anybody", async () => {
    const trial = await begin(gated(first), { run: { runId: "run-1" } });
    const snapshot = JSON.parse(await snapshotText(trial.handle)) as RunSnapshot; // its text came from one
    const [started, ...rest] = snapshot.events as readonly Record<string, unknown>[];
    const other = { name: "other", kind: "single", parts: [], workflow: null };
    const forged = { ...started, outline: { root: "x", workflows: { x: { name: "w", version: null, parts: [], steps: [other, other, other] } } } }; // biome-ignore format: one line
    const text = JSON.stringify({ ...snapshot, events: [forged, ...rest] });
    const there = await resumeElsewhere(trial, text, gated(first)).catch((error: unknown) => error);
    expect((there as ResumeMismatchError).differences.map(({ message }) => message)).toEqual([
      'Step "first" was added, but the run has events of it.',
      'Step "gate" was added, but the run has events of it.',
    ]);
    await trial.cancel();
    await trial.end();
  });
});
