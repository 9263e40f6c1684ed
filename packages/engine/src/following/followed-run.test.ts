import { describe, expect, it } from "vitest";
import type { EventBody, RunEvent } from "../core/events.ts";
import { StoreError } from "../errors/value-errors.ts";
import type { PlanOutline, StepOutline, WorkflowOutline } from "../plan/outline.ts";
import { followEvents, followRun } from "./followed-run.ts";

const damaged =
  "It was damaged, or written by something else than Stepspan: restore it from a backup, or run the workflow again.";

function step(name: string, parts: StepOutline["parts"] = [], more: Partial<StepOutline> = {}): StepOutline {
  return { name, kind: "single", parts, workflow: null, ...more };
}

function outlineWith(steps: readonly StepOutline[], below: Record<string, WorkflowOutline> = {}): PlanOutline {
  return { root: "w", workflows: { ...below, w: { name: "report", version: null, parts: [], steps } } };
}

function startedWith(outline: PlanOutline): EventBody {
  return {
    ...{
      type: "run-started",
      runId: "r",
      workflow: "report",
      version: null,
      outline,
      parentRunId: null,
      rerunOf: null,
    },
    ...{ input: undefined, state: {}, metadata: {}, timeoutMs: null, gracePeriodMs: 5000, live: false, resources: [] },
  };
}

function inPlace(...bodies: readonly EventBody[]): readonly RunEvent[] {
  return bodies.map((body, index) => ({ ...body, sequence: index + 1, time: 1000 + index }));
}

const two = startedWith(outlineWith([step("a"), step("b", [["params.x", "h1", "a"]])]));
const queued: EventBody = { type: "step-queued", path: "a", params: {}, reads: [] };
const began: EventBody = { type: "attempt-started", path: "a", attempt: 1 };
const done: EventBody = { type: "step-succeeded", path: "a", attempt: 1, output: 5 };

/** What is said of the last of these events. */
function refusal(...bodies: readonly EventBody[]): string {
  const events = inPlace(...bodies);
  const followed = followEvents(events.slice(0, -1));
  expect(followed.length).toBe(events.length - 1);
  try {
    followed.apply(events.at(-1)!); // there is one
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    expect(() => followEvents(events)).toThrow(error as StoreError);
    return (error as StoreError).message;
  }
  return "";
}

describe("a followed run", () => {
  it("reads as it is at this moment", () => {
    const [first, ...others] = inPlace(two, queued, began, done);
    const followed = followRun(first!); // there is one
    const { run, plan } = followed;
    expect([followed.length, run.status, run.span("a").status, run.span("b").status]).toEqual([1, "running", "waiting", "pending"]); // biome-ignore format: one thought
    for (const event of others) followed.apply(event);
    expect([followed.length, run.span("a").output, run.span("b").status]).toEqual([4, 5, "waiting"]);
    expect(followed.run).toBe(run);
    expect(plan.edges).toEqual([
      { from: "a", to: "b", kind: "data", certainty: "required", parameter: "x", path: ["output"], mode: "plain", option: null }, // biome-ignore format: one thought
    ]);
  });

  it("has a plan whose functions say that they are not there", () => {
    const { form, params } = followEvents(inPlace(two)).plan.steps[1]!; // there are two
    const { run } = form.kind === "single" && form.body.kind === "function" ? form.body : { run: null };
    const end = "was called, but a run put together from its events has no functions.";
    expect(() => run?.(undefined as never, undefined as never)).toThrow(`Bug: run of step "b" ${end}`);
    const lambda = params[0]?.kind === "lambda" ? params[0].lambda : null;
    expect(() => lambda?.evaluate(undefined as never)).toThrow(`Bug: params.x of step "b" ${end}`);
  });

  it("has the plan of its latest definition", () => {
    const outline = { ...outlineWith([step("a"), step("c")]), root: "w" };
    const followed = followEvents(inPlace(two, queued));
    const changed = inPlace(two, queued, { type: "definition-changed", outline });
    followed.apply(changed[2]!); // the third
    for (const { plan, run } of [followed, followEvents(changed)]) {
      expect(plan.steps.map(({ name }) => name)).toEqual(["a", "c"]);
      expect(run.spans.map(({ name, status }) => [name, status])).toEqual([["a", "waiting"], ["c", "waiting"]]); // biome-ignore format: one thought
    }
  });
});

describe("an event that does not follow", () => {
  const place = "cannot be read back: it does not follow the events before it:";

  it.each<[string, readonly EventBody[], string]>([
    ["an unknown step", [two, { ...queued, path: "z" }], `Event 2 ("step-queued") ${place} an event names "z", which is no step of the plan. ${damaged}`], // biome-ignore format: one thought
    ["an unknown child run", [two, { type: "grace-expired", path: "a", always: false }], `Event 2 ("grace-expired") ${place} there is no child run at "a". ${damaged}`], // biome-ignore format: one thought
    ["a step that settles twice", [two, queued, began, done, done], `Event 5 ("step-succeeded") ${place} its step has settled. ${damaged}`], // biome-ignore format: one thought
    ["an attempt out of order", [two, queued, { ...began, attempt: 2 }], `Event 3 ("attempt-started") ${place} it is attempt 2 where 1 follows. ${damaged}`], // biome-ignore format: one thought
    ["a step of another form", [two, { type: "map-started", path: "a", items: [], reads: [] }], `Event 2 ("map-started") ${place} its step is of another form. ${damaged}`], // biome-ignore format: one thought
    ["a wait that was not begun", [two, queued, began, { type: "wait-ended", path: "a", wait: 1, outcome: { kind: "elapsed" } }], `Event 4 ("wait-ended") ${place} its step has no such wait. ${damaged}`], // biome-ignore format: one thought
    ["another start", [two, two], `Event 2 ("run-started") cannot be read back: it comes after the first event. ${damaged}`], // biome-ignore format: one thought
  ])("is refused: %s", (_name, bodies, message) => {
    expect(refusal(...bodies)).toBe(message);
  });

  it("is refused if it is not in its place, and the right one can still follow", () => {
    const [first, second] = inPlace(two, queued) as [RunEvent, RunEvent]; // there are two
    const followed = followRun(first);
    const refused = (event: RunEvent) => expect(() => followed.apply(event));
    refused({ ...second, sequence: 3 }).toThrow(
      new StoreError(`Event 2 ("step-queued") cannot be read back: it has the sequence number 3: events are missing or out of order. ${damaged}`), // biome-ignore format: one thought
    );
    refused({ ...second, time: 1 }).toThrow(
      new StoreError(`Event 2 ("step-queued") cannot be read back: it is older than the event before it. ${damaged}`),
    );
    refused({ ...second, type: "toString" } as never).toThrow(
      new StoreError('Event 2 cannot be read back: it is of the type "toString", which this release does not know. Use the release of Stepspan that wrote it, or a later one.'), // biome-ignore format: one thought
    );
    followed.apply(second);
    expect(followed.length).toBe(2);
  });

  it("is refused if there is nothing before it", () => {
    expect(() => followEvents([])).toThrow(new StoreError(`A run cannot be read back: it has no events. ${damaged}`));
    expect(() => followRun(inPlace(queued)[0]!)).toThrow(
      new StoreError(`Event 1 ("step-queued") cannot be read back: it is not "run-started", which comes first. ${damaged}`), // biome-ignore format: one thought
    );
  });
});

describe("an outline that no workflow has", () => {
  const at = 'Event 1 ("run-started") cannot be read back: .outline.workflows["w"]';
  const none = `${at} is that of no workflow:`;
  const itself = step("a", [], { workflow: "w" });
  const circle = [step("a", [["params.x", "h", "b"]]), step("b", [["dependsOn", "", "a"]])];
  const deep = Object.fromEntries(
    Array.from({ length: 1100 }, (_, at) => {
      const workflow = at === 1099 ? null : `d${at + 1}`;
      return [`d${at}`, { name: `d${at}`, version: null, parts: [], steps: [step("s", [], { workflow })] }];
    }),
  );

  it.each<[string, PlanOutline, string]>([
    ["a workflow in itself", outlineWith([itself]), `${at} has itself as a sub-workflow. ${damaged}`],
    ["a workflow that is missing", outlineWith([step("a", [], { workflow: "toString" })]), `${at.replace('"w"', '"toString"')} is missing. ${damaged}`], // biome-ignore format: one thought
    ["a thousand workflows in each other", outlineWith([step("a", [], { workflow: "d0" })], deep), `${at.replace('"w"', '"d999"')} lies more than 1000 workflows deep. ${damaged}`], // biome-ignore format: one thought
    ["a circle", outlineWith(circle), `${none} Steps depend on each other in a circle: "a" → "b" → "a". Remove one of these dependencies. ${damaged}`], // biome-ignore format: one thought
    ["a name used twice", outlineWith([step("a"), step("a")]), `${none} Workflow "report" has two steps named "a". Rename one of them. ${damaged}`], // biome-ignore format: one thought
    ["an unknown step", outlineWith([step("a", [["when", "h", "x"]])]), `${none} Step "a" of workflow "report" depends on "x", but there is no step of that name. ${damaged}`], // biome-ignore format: one thought
    ["no number", outlineWith([step("a", [["priority", "high"]])]), `The outline of step "a" cannot be read back: priority is no number. ${damaged}`], // biome-ignore format: one thought
    ["no time", outlineWith([step("a", [["timeout", "5 s"]])]), `The outline of step "a" cannot be read back: timeout is no number of ms. ${damaged}`], // biome-ignore format: one thought
    ["no text", outlineWith([step("a", [["queue", "mail"]])]), `The outline of step "a" cannot be read back: queue is no list of texts in quotes. ${damaged}`], // biome-ignore format: one thought
    ["no event", outlineWith([step("a", [], { kind: "wait" })]), `The outline of step "a" cannot be read back: event is no text in quotes. ${damaged}`], // biome-ignore format: one thought
  ])("is refused: %s", (_name, outline, message) => {
    expect(() => followEvents(inPlace(startedWith(outline)))).toThrow(new StoreError(message));
  });
});

describe("a journal that would take too long", () => {
  it("is refused: child runs of many steps, and none of their events", () => {
    const steps = Array.from({ length: 20_000 }, (_, at) => step(`s${at}`));
    const below = { below: { name: "below", version: null, parts: [], steps } };
    const map = step("m", [["over", "h"]], { kind: "map", workflow: "below" });
    const items = Array.from({ length: 3000 }, (_, at) => at);
    const children = items.map((at): EventBody => {
      return { type: "child-started", path: `m[${at}]`, reads: [], input: {}, state: {}, flowState: null };
    });
    const bodies = [startedWith(outlineWith([map], below)), { type: "map-started", path: "m", items, reads: [] } as const, ...children]; // biome-ignore format: one thought
    expect(() => followEvents(inPlace(...bodies))).toThrow(
      /^Event \d+ \("child-started"\) cannot be read back: it does not follow the events before it: the events so far concern too many steps each\. /,
    );
  });
});
