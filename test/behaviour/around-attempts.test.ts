import { AsyncLocalStorage } from "node:async_hooks";
import {
  createEngine,
  memoryStore,
  type ObservedAttempt,
  type ObservedRun,
  type Observer,
  perRun,
} from "@stepspan/engine";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { createHeldStore } from "../support/held-store.ts";
import { turn } from "../support/turn.ts";

const complaints: unknown[] = [];
beforeEach(() => {
  complaints.length = 0;
  vi.spyOn(console, "error").mockImplementation((...words) => void complaints.push(words.join(" ")));
});
afterEach(() => vi.restoreAllMocks());

/** An observer that only surrounds attempts. */
function surrounding(aroundAttempt: NonNullable<Observer["aroundAttempt"]>): Observer {
  return { onEvent: () => undefined, aroundAttempt };
}

const twice = { retry: { attempts: 2 } };

describe("an observer that surrounds attempts", () => {
  it("finds each call of a run function, each retry and each stream", async () => {
    const found: string[] = [];
    const observer = surrounding(({ run, path, attempt }, body) => {
      found.push(`${run.workflow} ${path} ${attempt}`);
      body();
    });
    const engine = createEngine({ observers: [observer] });
    const failsOnce = (_: unknown, { attempt }: { readonly attempt: number }) => {
      if (attempt === 1) throw new Error("not yet");
      return attempt;
    };
    async function* stream() {
      yield 1;
    }
    await engine.run(
      workflowOf([stepOf("retried", { run: failsOnce as never, ...twice }), stepOf("streams", { run: stream })]),
    );
    expect(found.sort()).toEqual(["test retried 1", "test retried 2", "test streams 1", "test streams 1"]);
  });

  it("brings its context to all that a run function calls and awaits, and to the items of its stream", async () => {
    const storage = new AsyncLocalStorage<string>();
    const engine = createEngine({ observers: [surrounding(({ path }, body) => storage.run(path, body))] });
    const later = async () => {
      await turn();
      return storage.getStore();
    };
    async function* stream() {
      yield storage.getStore();
      await turn();
      yield storage.getStore();
    }
    const run = await engine.run(workflowOf([stepOf("left", { run: later }), stepOf("right", { run: stream })]));
    expect(run.span("left").output).toBe("left");
    expect(run.span("right").output).toEqual(["right", "right"]);
  });

  it("learns neither what the function gives nor what it throws", async () => {
    const seen: unknown[] = [];
    const observer = surrounding((_, body) => {
      const call: () => unknown = body;
      try {
        seen.push(call());
      } catch (thrown) {
        seen.push(thrown);
      }
    });
    const engine = createEngine({ observers: [observer] });
    const throws = () => {
      throw new Error("no");
    };
    await engine
      .run(workflowOf([stepOf("gives", { run: () => 1 }), stepOf("throws", { run: throws })]))
      .catch(() => undefined);
    expect(seen).toEqual([undefined, undefined]);
  });

  it("that throws, before the call or after it, changes nothing, and is reported once", async () => {
    let calls = 0;
    const before = surrounding(() => {
      throw new Error("too early");
    });
    const after = surrounding((_, body) => {
      body();
      throw new Error("too late");
    });
    const engine = createEngine({ observers: [before, after] });
    const run = await engine.run(
      workflowOf([stepOf("a", { run: () => ++calls }), stepOf("b", { run: () => ++calls })]),
    );
    expect([run.status, calls]).toEqual(["succeeded", 2]);
    expect(complaints).toEqual([
      "An observer of the engine failed: Error: too early. The runs go on; mend its aroundAttempt.",
      "An observer of the engine failed: Error: too late. The runs go on; mend its aroundAttempt.",
    ]);
  });

  it("that does not call the body, or calls it twice, or later, changes nothing", async () => {
    let calls = 0;
    const late: (() => void)[] = [];
    const observers = [surrounding((_, body) => void late.push(body)), surrounding((_, body) => [body(), body()])];
    const engine = createEngine({ observers });
    expect((await engine.run(workflowOf([stepOf("only", { run: () => ++calls })]))).status).toBe("succeeded");
    for (const body of late) body();
    expect(calls).toBe(1);
    expect(complaints).toEqual([
      "An observer of the engine failed: it did not call the body that it was given. The runs go on; mend its aroundAttempt.",
    ]);
  });

  it("that rejects is reported and not waited for", async () => {
    const rejects = surrounding((async (_: unknown, body: () => void) => {
      body();
      throw new Error("the wire is cut");
    }) as Observer["aroundAttempt"] & {});
    const engine = createEngine({ observers: [rejects] });
    expect((await engine.run(workflowOf([stepOf("only")]))).status).toBe("succeeded");
    await turn();
    expect(complaints).toEqual([
      "An observer of the engine failed: Error: the wire is cut. The runs go on; mend its aroundAttempt.",
    ]);
  });

  it("is within the one before it", async () => {
    const order: string[] = [];
    const named = (name: string) =>
      surrounding((_, body) => {
        order.push(`${name} begins`);
        body();
        order.push(`${name} ends`);
      });
    const engine = createEngine({ observers: [named("outer"), named("inner")] });
    await engine.run(workflowOf([stepOf("only", { run: () => void order.push("body") })]));
    expect(order).toEqual(["outer begins", "inner begins", "body", "inner ends", "outer ends"]);
  });

  it("gets the attempt frozen, with the run that events come with", async () => {
    const runs = new Set<ObservedRun>();
    let attempt: ObservedAttempt | undefined;
    const observer: Observer = {
      onEvent: (_, run) => void runs.add(run),
      aroundAttempt: (given, body) => {
        attempt = given;
        body();
      },
      onEnd: (run) => void runs.add(run),
    };
    await createEngine({ observers: [observer] }).run(workflowOf([stepOf("only")]), undefined, { runId: "r" });
    expect([...runs]).toEqual([{ runId: "r", workflow: "test", resumedFrom: null }]);
    expect(Object.isFrozen(attempt) && runs.has(attempt!.run)).toBe(true);
  });
});

describe("an observer of the end of runs", () => {
  it("is told once of each, last", async () => {
    const told: string[] = [];
    const observer: Observer = {
      onEvent: ({ type }, { runId }) => void told.push(`${runId} ${type}`),
      onEnd: ({ runId }) => {
        told.push(`${runId} ended`);
        throw new Error("not again");
      },
    };
    const engine = createEngine({ observers: [observer] });
    const fails = () => {
      throw new Error("no");
    };
    await engine.run(workflowOf([]), undefined, { runId: "well" });
    await engine.run(workflowOf([stepOf("x", { run: fails })]), undefined, { runId: "badly" }).catch(() => undefined);
    await engine
      .run(workflowOf([]), undefined, { runId: "aborted", signal: AbortSignal.abort() })
      .catch(() => undefined);
    expect(told.filter((line) => line.endsWith("ended"))).toEqual(["well ended", "badly ended", "aborted ended"]);
    for (const runId of ["well", "badly"]) {
      expect(told.filter((line) => line.startsWith(runId)).at(-1)).toBe(`${runId} ended`);
    }
    expect(complaints).toEqual(["An observer of the engine failed: Error: not again. The runs go on; mend its onEnd."]);
  });

  it("is told of runs that are left to others, and the next engine's observers of where they came from", async () => {
    const steps = createHeldSteps();
    const workflow = workflowOf([stepOf("work", { run: steps.held("work") })]);
    const store = memoryStore();
    const ended: ObservedRun[] = [];
    const first = createEngine({
      store,
      observers: [{ onEvent: () => undefined, onEnd: (run) => void ended.push(run) }],
    });
    const handle = first.start(workflow, undefined, { runId: "moves", metadata: { request: 7 } });
    handle.result.catch(() => undefined);
    await turn();
    await first.close({ runs: "leave" });
    expect(ended.map(({ runId }) => runId)).toEqual(["moves"]);

    const seen = new Set<ObservedRun>();
    const second = createEngine({
      store,
      workflows: [workflow],
      observers: [{ onEvent: (_, run) => void seen.add(run) }],
    });
    const resumed = await second.resume("moves");
    await turn();
    await steps.succeed("work"); // that of the first engine, which nobody waits for
    await steps.succeed("work");
    await resumed.result;
    expect([...seen].map(({ resumedFrom }) => resumedFrom)).toMatchObject([
      { type: "run-started", runId: "moves", metadata: { request: 7 } },
    ]);
  });
});

describe("the first event of a run", () => {
  it("is told in the asynchronous context of who started it, however long input, resources and store take", async () => {
    const storage = new AsyncLocalStorage<string>();
    const contexts: unknown[] = [];
    const onEvent: Observer["onEvent"] = ({ type }) => {
      if (type === "run-started") contexts.push(storage.getStore());
    };
    const store = createHeldStore();
    const resources = {
      slow: perRun(async () => {
        await turn();
        return "made";
      }),
    };
    const observers = [{ onEvent }];
    const engines = [{ observers }, { observers, store }, { observers, resources }].map(createEngine);
    const input = z.object({}).refine(async () => {
      await turn();
      return true;
    });
    const starts = engines.map((engine, at) => () => engine.run(workflowOf([], { input }), {}, { runId: `${at}` }));
    const results = starts.map((start, at) => storage.run(`caller ${at}`, start));
    while (store.waiting === 0) await turn();
    await store.takeAll();
    await Promise.all(results);
    expect(contexts.sort()).toEqual(["caller 0", "caller 1", "caller 2"]);
  });
});
