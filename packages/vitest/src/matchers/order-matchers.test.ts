import { DefinitionError, type RunEvent } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { failureSaying } from "../fixtures/failure-saying.ts";
import { handMadeRun } from "../fixtures/hand-made-run.ts";
import { rememberJournal } from "../journal/journals.ts";
import "./register-matchers.ts";

const run = handMadeRun([
  { name: "fetchUsers", attempts: [[0, 50]] },
  {
    name: "fetchOrders",
    attempts: [
      [0, 20],
      [40, 60],
    ],
  },
  { name: "merge", attempts: [[60, 70]] },
  { name: "price", skipped: { kind: "guard" } },
]);

const table = `

Run of "report" (succeeded, 100 ms):

  name         status        start  duration  why
  fetchUsers   succeeded      0 ms     50 ms
  fetchOrders  succeeded ×2   0 ms     60 ms
  merge        succeeded     60 ms     10 ms
  price        skipped           –         –  guard
`;

function journal(...facts: readonly (readonly [RunEvent["type"], string])[]): readonly RunEvent[] {
  return facts.map(([type, path], index) => ({ type, path, sequence: index + 2, time: 0 }) as RunEvent); // all that is read
}

describe("toHaveRunInParallel", () => {
  it("finds a moment at which all were running", () => {
    expect(run).toHaveRunInParallel("fetchUsers", "fetchOrders");
    expect(run).not.toHaveRunInParallel("fetchUsers", "merge");
    expect(run).not.toHaveRunInParallel("fetchUsers", "fetchOrders", "merge");
    expect(run).not.toHaveRunInParallel("fetchUsers", "price");
  });

  it("says what was found", () => {
    expect(() => expect(run).toHaveRunInParallel("fetchUsers", "fetchOrders", "merge")).toThrow(
      failureSaying(
        `Expected "fetchUsers", "fetchOrders" and "merge" to have run in parallel, but at no moment did they all run.${table}`,
      ),
    );
    expect(() => expect(run).not.toHaveRunInParallel("fetchUsers", "fetchOrders")).toThrow(
      failureSaying(
        `Expected "fetchUsers" and "fetchOrders" not to have run in parallel, but at some moment they did.${table}`,
      ),
    );
    expect(() => expect(run).toHaveRunInParallel("fetchUsers", "price")).toThrow(
      failureSaying(
        `Expected "fetchUsers" and "price" to have run in parallel, but "price" did not run: it was skipped (guard).${table}`,
      ),
    );
  });

  it.each([
    [["merge"], '"merge"'],
    [["merge", "merge"], '"merge" and "merge"'],
    [[], "none"],
  ])("refuses %j", (names, shown) => {
    expect(() => expect(run).toHaveRunInParallel(...(names as [string, string]))).toThrow(
      new DefinitionError(`toHaveRunInParallel takes the names of at least two different steps, but got ${shown}.`),
    );
  });
});

describe("toHaveRunBefore", () => {
  it("compares the last end with the first start", () => {
    expect(run).toHaveRunBefore("fetchUsers", "merge");
    expect(run).toHaveRunBefore("fetchOrders", "merge");
    expect(run).not.toHaveRunBefore("merge", "fetchUsers");
    expect(run).not.toHaveRunBefore("fetchUsers", "fetchOrders");
    expect(run).not.toHaveRunBefore("price", "merge");
    expect(run).not.toHaveRunBefore("merge", "price");
  });

  it("says what was found", () => {
    expect(() => expect(run).toHaveRunBefore("fetchUsers", "fetchOrders")).toThrow(
      failureSaying(
        `Expected "fetchUsers" to have run before "fetchOrders", but "fetchOrders" started before "fetchUsers" ended.${table}`,
      ),
    );
    expect(() => expect(run).not.toHaveRunBefore("fetchUsers", "merge")).toThrow(
      failureSaying(
        `Expected "fetchUsers" not to have run before "merge", but "fetchUsers" ended before "merge" started.${table}`,
      ),
    );
    expect(() => expect(run).toHaveRunBefore("price", "merge")).toThrow(
      failureSaying(
        `Expected "price" to have run before "merge", but "price" did not run: it was skipped (guard).${table}`,
      ),
    );
  });

  it("refuses a step and itself", () => {
    expect(() => expect(run).toHaveRunBefore("merge", "merge")).toThrow(
      new DefinitionError(
        'toHaveRunBefore takes the names of at least two different steps, but got "merge" and "merge".',
      ),
    );
  });
});

describe("steps that start and end in the same millisecond", () => {
  const instants = () =>
    handMadeRun([
      { name: "a", attempts: [[0, 0]] },
      { name: "b", attempts: [[0, 0]] },
    ]);

  it("ran in the order of their start", () => {
    expect(instants()).toHaveRunBefore("a", "b");
    expect(instants()).not.toHaveRunBefore("b", "a");
  });

  it("did not surely run in parallel, and the message says so", () => {
    expect(() => expect(instants()).toHaveRunInParallel("a", "b")).toThrow(
      'Expected "a" and "b" to have run in parallel, but at no moment did they all run as far as times in milliseconds tell (a run of testRun knows the order within one).',
    );
  });

  it("are told apart by the order of events where that is known", () => {
    const parallel = instants();
    rememberJournal(
      parallel,
      journal(["attempt-started", "a"], ["attempt-started", "b"], ["step-succeeded", "a"], ["step-succeeded", "b"]),
    );
    expect(parallel).toHaveRunInParallel("a", "b");
    expect(parallel).not.toHaveRunBefore("a", "b");

    const chained = instants();
    rememberJournal(
      chained,
      journal(
        ["attempt-started", "a"],
        ["attempt-failed", "a"],
        ["attempt-started", "a"],
        ["step-succeeded", "a"],
        ["attempt-started", "b"],
        ["step-failed", "b"],
      ),
    );
    expect(chained).not.toHaveRunInParallel("a", "b");
    expect(chained).toHaveRunBefore("a", "b");
  });
});

describe("what lies below steps", () => {
  const nested = handMadeRun([
    { name: "fetch", started: [0, 60] },
    { name: "fetch[0]", below: "fetch", attempts: [[0, 20]] },
    { name: "fetch[1]", below: "fetch", attempts: [[10, 60]] },
    { name: "outer", started: [60, 90] },
    { name: "a", path: "outer/a", below: "outer", attempts: [[60, 70]] },
    { name: "b", path: "outer/b", below: "outer", attempts: [[70, 90]] },
    { name: "first", started: [null, 90] },
  ]);

  it("is compared by its paths", () => {
    expect(nested).toHaveRunInParallel("fetch[0]", "fetch[1]");
    expect(nested).toHaveRunBefore("outer/a", "outer/b");
    expect(nested).toHaveRunBefore("fetch[1]", "outer/a");
    expect(nested).not.toHaveRunInParallel("outer/a", "outer/b");
  });

  it("makes its step run from its begin to its end; a race runs when it is decided", () => {
    expect(nested).toHaveRunBefore("fetch", "outer");
    expect(nested).toHaveRunInParallel("outer", "outer/b");
    expect(nested).not.toHaveRunInParallel("fetch", "outer/a");
    expect(nested).toHaveRunBefore("outer", "first");
    expect(nested).not.toHaveRunBefore("first", "outer/b");
  });

  it("is known from the events too, a wait within an attempt being a part of it", () => {
    const known = handMadeRun([{ name: "map" }, { name: "wait" }, { name: "race" }, { name: "last" }]);
    const facts: readonly (readonly [RunEvent["type"], string])[] = [
      ["map-started", "map"],
      ["wait-started", "wait"],
      ["attempt-started", "last"],
      ["wait-started", "last"],
      ["step-succeeded", "map"],
      ["wait-ended", "last"],
      ["step-succeeded", "last"],
      ["step-succeeded", "race"],
      ["step-succeeded", "wait"],
    ];
    rememberJournal(known, journal(...facts));
    expect(known).toHaveRunInParallel("map", "wait", "last");
    expect(known).toHaveRunInParallel("race", "wait");
    expect(known).toHaveRunBefore("last", "race");
    expect(known).not.toHaveRunBefore("wait", "race");
  });
});
