import type { Span } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { type Sentence, type Surroundings, whyCancelled, whySkipped, whyWaiting } from "./why.ts";

const around: Surroundings = {
  runStatus: "running",
  statusOf: () => "running",
  retryAt: null,
  queue: null,
  now: 1_000,
};

function span(parts: Partial<Span>): Span {
  const empty = { waits: [], attempts: [], dependencies: [], queuedAt: null, status: "waiting" };
  return { ...empty, ...parts } as unknown as Span; // nothing else is read of it
}

const textOf = (sentence: Sentence) =>
  sentence.map((word) => (typeof word === "string" ? word : `<${word.step}>`)).join("");
const waiting = (parts: Partial<Span>, other: Partial<Surroundings> = {}) =>
  whyWaiting(span(parts), { ...around, ...other }).map(textOf);
const failed = { number: 1, startedAt: 1, finishedAt: 2, error: new Error("busy") };
const dependency = { kind: "data", certainty: "required", parameter: "x", path: [], read: false } as const;

describe("why a step waits", () => {
  it.each([
    [
      "for steps",
      {
        dependencies: [
          { ...dependency, step: "a" },
          { ...dependency, step: "b" },
        ],
      },
      {},
      ["<a> has not settled yet.", "<b> has not settled yet."],
    ],
    [
      "for none that it may not read",
      { dependencies: [{ ...dependency, step: "a", certainty: "conditional" as const }] },
      {},
      ["It has not had its turn yet."],
    ],
    [
      "for none that has settled",
      { dependencies: [{ ...dependency, step: "a" }] },
      { statusOf: () => "skipped" as const },
      ["It has not had its turn yet."],
    ],
    ["for a slot", { queuedAt: 5 }, {}, ["It is ready and waits for a slot of the engine."]],
    [
      "for a slot of a queue",
      { queuedAt: 5 },
      { queue: "slow" },
      ['It is ready and waits for a slot of the queue "slow".'],
    ],
    [
      "for its next attempt",
      { attempts: [failed], queuedAt: 1 },
      { retryAt: 3_000 },
      ["Attempt 1 failed; the next is due in 2.00 s."],
    ],
    [
      "while the run is paused",
      { queuedAt: 5 },
      { runStatus: "paused" as const },
      ["The run is paused: nothing starts until it is resumed.", "It is ready and waits for a slot of the engine."],
    ],
  ])("%s", (_what, parts, other, sentences) => {
    expect(waiting(parts, other)).toEqual(sentences);
  });

  it("for an event", () => {
    const wait = { number: 1, event: "answer", startedAt: 1, dueAt: null, endedAt: null, outcome: null };
    expect(waiting({ status: "suspended", waits: [wait] } as Partial<Span>)).toEqual([
      'It waits for the event "answer".',
    ]);
    const ended = { ...wait, endedAt: 2 };
    expect(waiting({ status: "suspended", waits: [ended], queuedAt: 3 } as Partial<Span>)).toEqual([
      "It is ready and waits for a slot of the engine.",
    ]);
  });

  it("is not asked of one that runs or has settled", () => {
    expect([waiting({ status: "running" }), waiting({ status: "succeeded" } as Partial<Span>)]).toEqual([[], []]);
  });
});

describe("why a step did not run", () => {
  it.each([
    [whySkipped({ kind: "guard" }), "Its guard returned false."],
    [whySkipped({ kind: "skipWith", step: "a" }), "It is skipped with <a>, and that was skipped, or failed tolerated."],
    [whySkipped({ kind: "upstream", step: "a" }), "It depends on <a>, which did not succeed."],
    [whyCancelled({ kind: "cancel", reason: undefined }, null), "Somebody cancelled the run."],
    [whyCancelled({ kind: "cancel", reason: "late" }, "late"), "Somebody cancelled the run: late"],
    [
      whyCancelled({ kind: "failFast", step: "a" }, null),
      "<a> failed, and the workflow starts nothing after a failure.",
    ],
    [whyCancelled({ kind: "timeout" }, null), "The run took longer than its timeout."],
    [whyCancelled({ kind: "stalled" }, null), "Nothing in the run could go on."],
    [whyCancelled({ kind: "race", step: "r" }, null), "Another step won the race <r>."],
    [whyCancelled({ kind: "stopped", step: "a" }, null), "<a> ended the run well before this step had to run."],
  ])("%j", (sentence, text) => {
    expect(textOf(sentence)).toBe(text);
  });
});
