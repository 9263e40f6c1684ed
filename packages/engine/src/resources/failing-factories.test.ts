import { describe, expect, it } from "vitest";
import { MissingResourceError } from "../errors/resource-errors.ts";
import { disposable, open } from "./fixtures/opening.ts";
import { perRun } from "./per-run.ts";

/** What opening rejects with. */
async function failureOf(opening: () => unknown): Promise<MissingResourceError> {
  try {
    await opening();
  } catch (error) {
    if (error instanceof MissingResourceError) return error;
    throw error;
  }
  throw new Error("The test expected a failure.");
}

describe("a factory that fails", () => {
  it("is named, with what it threw as the cause and what to do", async () => {
    const cause = new Error("no route to host");
    const opening = () =>
      open({
        run: {
          db: perRun(() => {
            throw cause;
          }),
        },
      });
    expect(opening).toThrow(MissingResourceError);
    const error = await failureOf(opening);
    expect(error.message).toBe(
      'Resource "db" could not be made for run "r1" of workflow "report": Error: no route to host. Mend its perRun factory, or replace it for this run: engine.run(workflow, input, { resources: { db } }).',
    );
    expect(error.resource).toBe("db");
    expect(error.cause).toBe(cause);
  });

  it.each([
    [() => Promise.reject("closed"), '"closed"'],
    [() => Promise.reject(null), "null"],
    [
      () => ({
        get then() {
          throw new Error("a trap");
        },
      }),
      "Error: a trap",
    ],
    [
      () => ({
        then() {
          throw new Error("a thenable");
        },
      }),
      "Error: a thenable",
    ],
  ])("may fail in any way: %#", async (factory, shown) => {
    const { message } = await failureOf(() => open({ run: { "my db": perRun<unknown>(factory) } }));
    expect(message).toBe(
      `Resource "my db" could not be made for run "r1" of workflow "report": ${shown}. Mend its perRun factory, or replace it for this run: engine.run(workflow, input, { resources: { "my db": … } }).`,
    );
  });

  it("keeps those after it from being called, and has those before it disposed of", async () => {
    const diary: string[] = [];
    const made = (name: string) => perRun(() => disposable(name, diary));
    const error = await failureOf(() =>
      open({
        engine: { handedIn: disposable("handedIn", diary), a: made("a"), b: made("b") },
        run: {
          c: perRun(async () => {
            diary.push("fail c");
            throw new Error("no");
          }),
          d: perRun(() => diary.push("make d")),
        },
      }),
    );
    expect(error.resource).toBe("c");
    expect(diary).toEqual(["fail c", "dispose b", "dispose a"]);
  });

  it("says so too if one before it cannot be disposed of", async () => {
    const stuck = {
      [Symbol.dispose]() {
        throw new Error("busy");
      },
    };
    const { message, cause } = await failureOf(() =>
      open({ engine: { a: perRun(() => stuck), b: perRun(() => Promise.reject(new Error("no"))) } }),
    );
    expect(message).toBe(
      'Resource "b" could not be made for run "r1" of workflow "report": Error: no. Mend its perRun factory, or replace it for this run: engine.run(workflow, input, { resources: { b } }). Resource "a", made for run "r1" of workflow "report", could not be disposed of: Error: busy. Mend its method Symbol.asyncDispose or Symbol.dispose.',
    );
    expect(cause).toEqual(new Error("no"));
  });
});

describe("a factory that asks for what it cannot have", () => {
  const asking = (key: string) => perRun(({ resources }) => resources.require(key));
  const causeOf = async (opening: () => unknown) => ((await failureOf(opening)).cause as Error).message; // factories throw errors here

  it("hears what there is so far, and how to give it", async () => {
    expect(await causeOf(() => open({ engine: { log: 1, pool: asking("lgo") } }))).toBe(
      'The factory of resource "pool" of workflow "report" requires the resource "lgo", which is not there. Did you mean "log"? There is "log". Give it to the run: engine.run(workflow, input, { resources: { lgo } }); to the engine: createEngine({ resources: { lgo } }); or as a default to the workflow: .resources({ lgo }).',
    );
  });

  it("hears that it is made later, also from get", async () => {
    const message =
      'The factory of resource "db" of workflow "report" asks for resource "pool", which is made later. Factories are called in the order written, those of the engine first, then those of the workflow, then those of the run: write "pool" before "db".';
    expect(await causeOf(() => open({ engine: { db: asking("pool"), pool: perRun(() => 1) } }))).toBe(message);
    const getting = perRun(({ resources }) => resources.get("pool"));
    expect(await causeOf(() => open({ engine: { db: getting, pool: perRun(() => 1) } }))).toBe(message);
  });

  it("hears that it is to make it itself", async () => {
    expect(await causeOf(() => open({ engine: { db: 1 }, run: { db: asking("db") } }))).toBe(
      'The factory of resource "db" of workflow "report" asks for resource "db", which it is to make itself. A resource replaces the one of the same name below it: give the other one another name.',
    );
  });

  it("hears of a name that is none", async () => {
    expect(await causeOf(() => open({ engine: { db: asking("__proto__") } }))).toBe(
      'The factory of resource "db" of workflow "report" got "__proto__" as the name of a resource. Give a text that is not empty and not one of __proto__, prototype, constructor.',
    );
  });
});
