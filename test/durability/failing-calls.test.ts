import { defineEvent, workflow } from "@stepspan/dsl";
import { createEngine, type Engine, RunError, type RunEvent, type RunHandle, StoreError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Fault, faultyStore } from "../support/faulty-store.ts";
import { turn } from "../support/turn.ts";
import { createWorld, termMs, type World } from "../support/world.ts";

const runId = "run-1";

/** Steps with a retry, a sleep and a flow state; `calls` tells which bodies ran, and how many events there were then. */
function ledger(calls: (readonly [path: string, stored: number])[], stored: () => number) {
  const note = ({ path }: { readonly path: string }) => void calls.push([path, stored()]);
  return workflow("ledger", { flowState: z.object({ total: z.number().default(0) }) })
    .step("read", {
      run: async (_params, context) => {
        note(context);
        return 5;
      },
    })
    .step("flaky", {
      retry: { attempts: 2, delay: 10 },
      run: async (_params, context) => {
        note(context);
        if (context.attempt === 1) throw new Error("busy");
        return "at last";
      },
    })
    .sleep("nap", 20_000)
    .step("book", {
      dependsOn: ["nap"],
      params: { amount: ({ stepSpan }) => stepSpan("read").output },
      run: async ({ amount }: { amount: number }, context) => {
        note(context);
        await context.flowState.update("total", (total) => (total ?? 0) + amount);
        return "booked";
      },
    })
    .step("tell", {
      dependsOn: ["book", "flaky"],
      run: (_params, context) => {
        note(context);
        return "told";
      },
    });
}

const idle = workflow("idle").wait("never", { event: defineEvent("never") });

type Calls = (readonly [string, number])[];

/** Moves time until the run is over. @returns what it rejected with; null if it succeeded */
async function endOf({ clock }: World, handle: RunHandle): Promise<unknown> {
  let end: { readonly error: unknown } | null = null;
  handle.result.then(
    () => {
      end = { error: null };
    },
    (error: unknown) => {
      end = { error };
    },
  );
  for (let count = 0; end === null && count < 200; count++) {
    await turn();
    if (end === null && clock.nextTimer !== null) clock.advance(Math.max(0, clock.nextTimer - clock.now()));
  }
  if (end === null) throw new Error("The run hangs.");
  return (end as { readonly error: unknown }).error;
}

/** Recovers until it does not fail. */
async function recovered(world: World, engine: Engine): Promise<RunHandle | undefined> {
  for (let tries = 0; tries < 3; tries++) {
    const { handles } = await engine.recover().catch(() => ({ handles: [] as readonly RunHandle[] }));
    const handle = handles.find((one) => one.runId === runId);
    if (handle !== undefined) return handle;
    if (tries === 1) await world.advance(termMs + 1);
  }
  return undefined;
}

/** A process dies after a second; the next one recovers the run over a store of which one call goes wrong. */
async function play(fault: Fault | null, where: "the same engine" | "another engine", isSlow: boolean) {
  const world = createWorld();
  const calls: Calls = [];
  const build = () => ledger(calls, () => world.journal(runId).length);
  const first = world.process();
  first.engine.start(build(), undefined, { runId });
  await turn();
  await world.advance(1000);
  first.kill();
  await world.advance(termMs + 1);

  const store = faultyStore(world.kept, fault, isSlow);
  const engine = createEngine({ store, clock: world.clock, workflows: [build()] });
  const failures: unknown[] = [];
  // It keeps its term by another run: what it does not give back nobody else can take.
  engine.start(idle, undefined, { runId: "idle" }).result.catch(() => undefined);
  await turn();
  let handle = await recovered(world, engine);
  let error = handle === undefined ? new Error("It was not recovered.") : await endOf(world, handle);
  if (error instanceof StoreError) {
    failures.push(error);
    expect((await world.kept.runs.get(runId))?.finishedAt === null || fault?.isDone).toBe(true);
    const other = where === "another engine" ? world.process({ workflows: [build()] }).engine : engine;
    if (world.journal(runId).at(-1)?.type !== "run-finished") {
      handle = where === "another engine" ? await recovered(world, other) : await other.resume(runId);
      error = handle === undefined ? new Error("It was not recovered.") : await endOf(world, handle);
    } else error = null;
  }
  await engine.close();
  return { world, calls, error, failures, store };
}

function checkSuccesses(events: readonly RunEvent[], calls: Calls): void {
  const successes = new Map<string, number>();
  for (const event of events) {
    if (event.type !== "step-succeeded") continue;
    expect(successes.has(event.path), `${event.path} succeeds once`).toBe(false);
    successes.set(event.path, event.sequence);
  }
  for (const [path, stored] of calls) expect(stored, path).toBeLessThan(successes.get(path) ?? Infinity);
}

const variants = (["the same engine", "another engine"] as const).flatMap((where) =>
  [false, true].map((isSlow) => ({ where, isSlow, how: isSlow ? "rejects" : "throws" })),
);

/** Plays once for each call, and checks what is common: nothing is lost, nothing succeeds twice. */
async function forEachCall(message: string, isDone: boolean, { where, isSlow }: (typeof variants)[number]) {
  const { store } = await play(null, where, isSlow);
  const stopped: string[] = [];
  for (let call = 1; call <= store.calls.length; call++) {
    const name = store.calls[call - 1]!;
    try {
      const { world, calls, error, failures } = await play({ call, isDone, message }, where, isSlow);
      checkSuccesses(world.journal(runId), calls);
      if (failures.length > 0) stopped.push(name);
      if (error instanceof RunError) {
        expect(name).toMatch(/state$/); // the body got the error
        expect(error.errors[0]).toMatchObject({ cause: { message } });
        continue;
      }
      expect(error).toBeNull();
      expect(world.journal(runId).at(-1)).toMatchObject({ type: "run-finished", status: "succeeded", output: "told" });
    } catch (cause) {
      throw new Error(`call ${call}, ${name}`, { cause });
    }
  }
  return new Set(stopped);
}

describe("a store of which one call goes wrong", () => {
  it.each(variants)(
    "loses no success and repeats none if the call did its work and then $how a time-out; the run goes on in $where",
    async (variant) => {
      expect([...(await forEachCall("The store did not answer in time.", true, variant))]).toEqual(["append"]);
    },
  );

  describe.each(["FULL", "IOERR", "BUSY", "READONLY", "CORRUPT"])("with %s", (code) => {
    it.each(variants)("stops the run with a StoreError, and it goes on in $where (it $how)", async (variant) => {
      const stopped = await forEachCall(`The store reports ${code}.`, false, variant);
      expect([...stopped]).toEqual(["append"]);
    });
  });
});
