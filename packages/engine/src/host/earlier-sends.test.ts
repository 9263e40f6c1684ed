import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import type { EventBody } from "../core/events.ts";
import { earlierSends } from "./earlier-sends.ts";

const told = { name: "told", schema: null } as never; // only its name counts
const body = { kind: "function", run: () => 1, collect: null } as const;
const { plan } = workflowOf([
  stepOf("a"),
  stepOf("hear", { form: { kind: "on", body, event: told, concurrency: 1, capacity: 1 } }),
]);

class Money {}

/** Who had each event: the steps that heard it, then the one that took it. */
function takers(...bodies: readonly EventBody[]): readonly (readonly [string, readonly string[], string | null])[] {
  const events = bodies.map((body, index) => ({ ...body, sequence: index + 1, time: 0 }));
  return earlierSends(plan, events).map(({ from, heard, takenBy }) => [from, heard, takenBy]);
}

function sent(
  from: string | null,
  data: unknown,
  place: { path?: string; to?: string; event?: string } = {},
): EventBody {
  const { path = "", to = null, event = "note" } = place;
  return { type: "event-sent", path, event, data, from, to };
}

function waiting(path: string): EventBody {
  return { type: "wait-started", path, wait: 1, event: "note", isSelective: true, dueAt: null, reads: [] };
}

function answered(path: string, data: unknown): EventBody {
  return { type: "wait-ended", path, wait: 1, outcome: { kind: "answered", data } };
}

const settled: EventBody = { type: "step-skipped", path: "hear", because: { kind: "guard" }, reads: [] };

describe("who had the events of a run", () => {
  it.each<[string, readonly EventBody[], ReturnType<typeof takers>]>([
    ["nobody", [sent("a", 1)], [["a", [], null]]],
    ["a wait that began before", [waiting("w"), sent("a", 1), answered("w", 1)], [["a", [], "w"]]],
    [
      "a wait that began later takes the oldest",
      [sent("a", 1), sent("b", 1), waiting("w"), answered("w", 1)],
      [
        ["a", [], "w"],
        ["b", [], null],
      ],
    ],
    [
      "a wait takes what its `where` did not refuse",
      [
        sent("a", 1),
        sent("b", 1),
        waiting("w"),
        { type: "event-refused", path: "w", wait: 1, sent: 1 },
        answered("w", 1),
      ],
      [
        ["a", [], null],
        ["b", [], "w"],
      ],
    ],
    [
      "each is taken once",
      [sent("a", 1), sent("b", 1), waiting("w"), answered("w", 1), waiting("v"), answered("v", 1)],
      [
        ["a", [], "w"],
        ["b", [], "v"],
      ],
    ],
    ["one from outside is no step's", [sent(null, 1), sent("a", 1), waiting("w"), answered("w", 1)], [["a", [], null]]],
    [
      "one that was meant for another",
      [sent(null, 1, { to: "v" }), sent("a", 1), waiting("w"), answered("w", 1)],
      [["a", [], "w"]],
    ],
    [
      "a wait of a sub-workflow takes those of its own run, and those from outside",
      [sent("a", 1), sent("sub/x", 1, { path: "sub" }), waiting("sub/w"), answered("sub/w", 1)],
      [["a", [], null]],
    ],
    ["an item is its step", [sent("a[2]", 1), waiting("m[0]"), answered("m[0]", 1)], [["a", [], "m"]]],
    ["an `on` step", [sent("a", 1, { event: "told" })], [["a", ["hear"], null]]],
    ["not one that has settled", [settled, sent("a", 1, { event: "told" })], [["a", [], null]]],
    [
      "instances that are told apart once they were stored: the oldest",
      [sent("a", new Money()), waiting("w"), answered("w", new Money())],
      [["a", [], "w"]],
    ],
    ["a wait that timed out has none", [sent("a", 1), { type: "wait-ended", path: "w", wait: 1, outcome: { kind: "timed-out" } }], [["a", [], null]]], // biome-ignore format: one line
  ])("%s", (_what, bodies, expected) => {
    expect(takers(...bodies)).toEqual(expected);
  });
});
