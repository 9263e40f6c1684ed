import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { failureSaying } from "../fixtures/failure-saying.ts";
import { handMadeRun } from "../fixtures/hand-made-run.ts";
import "./register-matchers.ts";

const boom = new Error("boom");
const succeeded = handMadeRun([
  { name: "fetchOrders", attempts: [[0, 100]] },
  { name: "price", skipped: { kind: "guard" } },
]);
const failed = handMadeRun(
  [
    { name: "fetchOrders", attempts: [[0, 40]], failed: boom },
    { name: "price", skipped: { kind: "upstream", step: "fetchOrders" } },
    { name: "mail", cancelled: { kind: "failFast", step: "fetchOrders" } },
  ],
  { status: "failed", errors: [boom], duration: 40 },
);
const cancelled = handMadeRun([{ name: "mail", cancelled: { kind: "cancel", reason: undefined } }], {
  status: "cancelled",
});

const tableOfSucceeded = `

Run of "report" (succeeded, 100 ms):

  name         status     start  duration  why
  fetchOrders  succeeded   0 ms    100 ms
  price        skipped        –         –  guard
`;
const tableOfFailed = `

Run of "report" (failed, 40 ms):

  name         status     start  duration  why
  fetchOrders  failed      0 ms     40 ms  boom
  price        skipped        –         –  upstream "fetchOrders"
  mail         cancelled      –         –  failFast "fetchOrders"
`;

describe("toHaveSucceeded, toHaveFailed, toHaveCancelled", () => {
  it("look at the run", () => {
    expect(succeeded).toHaveSucceeded();
    expect(succeeded).not.toHaveFailed();
    expect(failed).toHaveFailed();
    expect(failed).not.toHaveSucceeded();
    expect(cancelled).toHaveCancelled();
    expect(cancelled).not.toHaveFailed();
  });

  it("look at one step", () => {
    expect(succeeded).toHaveSucceeded("fetchOrders");
    expect(succeeded).not.toHaveSucceeded("price");
    expect(failed).toHaveFailed("fetchOrders");
    expect(failed).not.toHaveFailed("price");
    expect(failed).toHaveCancelled("mail");
    expect(failed).not.toHaveCancelled("price");
  });

  it("say what was expected, what was found, and show the spans", () => {
    expect(() => expect(failed).toHaveSucceeded()).toThrow(
      failureSaying(`Expected the run of "report" to have succeeded, but it failed: boom.${tableOfFailed}`),
    );
    expect(() => expect(failed).not.toHaveFailed()).toThrow(
      failureSaying(`Expected the run of "report" not to have failed, but it failed: boom.${tableOfFailed}`),
    );
    expect(() => expect(succeeded).toHaveCancelled()).toThrow(
      failureSaying(`Expected the run of "report" to have been cancelled, but it succeeded.${tableOfSucceeded}`),
    );
    expect(() => expect(succeeded).toHaveFailed("fetchOrders")).toThrow(
      failureSaying(`Expected "fetchOrders" to have failed, but it succeeded.${tableOfSucceeded}`),
    );
    expect(() => expect(failed).toHaveSucceeded("mail")).toThrow(
      failureSaying(
        `Expected "mail" to have succeeded, but it was cancelled (failFast "fetchOrders").${tableOfFailed}`,
      ),
    );
    expect(() => expect(failed).toHaveCancelled("fetchOrders")).toThrow(
      failureSaying(`Expected "fetchOrders" to have been cancelled, but it failed: boom.${tableOfFailed}`),
    );
  });
});

describe("toHaveSkipped", () => {
  it("looks at the status, and at the reason if one is given", () => {
    expect(succeeded).toHaveSkipped("price");
    expect(succeeded).toHaveSkipped("price", "guard");
    expect(succeeded).not.toHaveSkipped("price", "upstream");
    expect(succeeded).not.toHaveSkipped("fetchOrders");
    expect(failed).toHaveSkipped("price", "upstream");
    expect(failed).toHaveSkipped("price", { kind: "upstream", step: "fetchOrders" });
    expect(failed).not.toHaveSkipped("price", { kind: "upstream", step: "mail" });
    expect(failed).not.toHaveSkipped("price", { kind: "skipWith", step: "fetchOrders" });
  });

  it("says what was expected and what was found", () => {
    expect(() => expect(succeeded).toHaveSkipped("fetchOrders")).toThrow(
      failureSaying(`Expected "fetchOrders" to have been skipped, but it succeeded.${tableOfSucceeded}`),
    );
    expect(() => expect(succeeded).not.toHaveSkipped("price")).toThrow(
      failureSaying(`Expected "price" not to have been skipped, but it was skipped (guard).${tableOfSucceeded}`),
    );
    expect(() => expect(succeeded).toHaveSkipped("price", { kind: "upstream", step: "fetchOrders" })).toThrow(
      failureSaying(
        `Expected "price" to have been skipped (upstream "fetchOrders"), but it was skipped (guard).${tableOfSucceeded}`,
      ),
    );
  });

  it("refuses a reason that does not exist", () => {
    expect(() => expect(succeeded).not.toHaveSkipped("price", "gard" as "guard")).toThrow(
      new DefinitionError(
        'toHaveSkipped: "gard" is no reason to skip a step. Did you mean "guard"? Reasons are guard, skipWith, upstream.',
      ),
    );
    expect(() => expect(succeeded).not.toHaveSkipped("price", { kind: "upstream", step: "prices" })).toThrow(
      new DefinitionError('toHaveSkipped: workflow "report" has no step "prices". Did you mean "price"?'),
    );
  });
});

describe("what lies below steps", () => {
  const nested = handMadeRun([
    { name: "fetch", attempts: [] },
    { name: "fetch[0]", below: "fetch", attempts: [[0, 10]] },
    { name: "fetch[1]", below: "fetch", attempts: [[0, 20]], failed: boom },
    { name: "outer" },
    { name: "load", path: "outer/load", below: "outer", cancelled: { kind: "stopped", step: "check" } },
    { name: "check", path: "outer/check", below: "outer", attempts: [[0, 5]] },
    { name: "mail", path: "outer/mail", below: "outer", skipped: { kind: "upstream", step: "load" } },
    { name: "a/b", path: "a%2Fb" },
  ]);

  it("is named by its path", () => {
    expect(nested).toHaveSucceeded("fetch[0]");
    expect(nested).toHaveFailed("fetch[1]");
    expect(nested).toHaveCancelled("outer/load");
    expect(nested).toHaveSkipped("outer/mail", { kind: "upstream", step: "load" });
    expect(nested).toHaveSucceeded("a/b");
    expect(nested).toHaveSucceeded("a%2Fb");
  });

  it("is shown by its path", () => {
    expect(() => expect(nested).toHaveSucceeded("outer/load")).toThrow(
      failureSaying(`Expected "outer/load" to have succeeded, but it was cancelled (stopped "check").

Run of "report" (succeeded, 100 ms):

  name         status     start  duration  why
  fetch        succeeded      –         –
  fetch[0]     succeeded   0 ms     10 ms
  fetch[1]     failed      0 ms     20 ms  boom
  outer        succeeded      –         –
  outer/load   cancelled      –         –  stopped "check"
  outer/check  succeeded   0 ms      5 ms
  outer/mail   skipped        –         –  upstream "load"
  a/b          succeeded      –         –
`),
    );
  });

  it("is not found by a name alone, and the message says where it is", () => {
    expect(() => expect(nested).toHaveSucceeded("load")).toThrow(
      new DefinitionError('toHaveSucceeded: workflow "report" has no step "load". Did you mean "outer/load"?'),
    );
    expect(() => expect(nested).toHaveSucceeded("fetch[2]")).toThrow(
      new DefinitionError('toHaveSucceeded: the run of "report" has no span at "fetch[2]". Did you mean "fetch[0]"?'),
    );
    expect(() => expect(nested).toHaveSkipped("outer/mail", { kind: "upstream", step: "fetch" })).toThrow(
      new DefinitionError('toHaveSkipped: there is no step "fetch" beside "outer/mail".'),
    );
  });
});

describe("every matcher of a run", () => {
  it("refuses the name of a step that does not exist, also when negated", () => {
    expect(() => expect(succeeded).not.toHaveSkipped("prise")).toThrow(
      new DefinitionError('toHaveSkipped: workflow "report" has no step "prise". Did you mean "price"?'),
    );
    expect(() => expect(succeeded).not.toHaveFailed("merge")).toThrow(
      new DefinitionError('toHaveFailed: workflow "report" has no step "merge".'),
    );
  });

  it.each([
    [Promise.resolve(succeeded), "a promise. Await it first."],
    [Object.assign(new Error("x"), { run: failed }), "a Error. Its property .run is one."],
    [{}, "an object of another kind. testRun resolves with one, engine.run too."],
    [[], "an array. testRun resolves with one, engine.run too."],
    ["report", '"report". testRun resolves with one, engine.run too.'],
    [undefined, "undefined. testRun resolves with one, engine.run too."],
  ])("refuses %s", (received, problem) => {
    expect(() => expect(received).toHaveSucceeded()).toThrow(
      new DefinitionError(`expect(…).toHaveSucceeded() looks at a run, but got ${problem}`),
    );
  });

  it("works after resolves and inside of other matchers", async () => {
    await expect(Promise.resolve(succeeded)).resolves.toHaveSucceeded();
    expect({ run: succeeded }).toEqual({ run: expect.toHaveSucceeded() });
  });
});
