import { describe, expect, it } from "vitest";
import { turn } from "../../../../test/support/turn.ts";
import { ResourceDisposalError } from "../errors/resource-errors.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import type { StartGrace } from "./dispose-in-reverse.ts";
import { disposable, open, openNow } from "./fixtures/opening.ts";
import { perRun } from "./per-run.ts";

const graceMs = 5000;

function graceOn(clock: ReturnType<typeof createManualClock>): StartGrace {
  return (ring) => clock.setTimer(clock.now() + graceMs, ring);
}

describe("closing the resources of a run", () => {
  it("leaves alone what was handed in", async () => {
    const diary: string[] = [];
    const pool = disposable("pool", diary);
    const opened = openNow({
      engine: { pool, same: perRun(({ resources }) => resources.require("pool")), text: perRun(() => "text") },
    });
    expect(opened.close()).toEqual([]);
    expect(diary).toEqual([]);
  });

  it("disposes of each object once, though two factories gave it", async () => {
    const diary: string[] = [];
    const opened = openNow({
      engine: {
        a: perRun(() => disposable("a", diary)),
        again: perRun(({ resources }) => resources.require("a")),
        b: perRun(() => disposable("b", diary)),
      },
    });
    expect(await opened.close()).toEqual([]);
    expect(diary).toEqual(["dispose b", "dispose a"]);
  });

  it("waits for one disposal before the next begins", async () => {
    const diary: string[] = [];
    const gate = Promise.withResolvers<void>();
    const slow = {
      async [Symbol.asyncDispose]() {
        diary.push("begin slow");
        await gate.promise;
        diary.push("end slow");
      },
    };
    const opened = openNow({ engine: { a: perRun(() => disposable("a", diary)), b: perRun(() => slow) } });
    const closing = opened.close();
    await turn();
    expect(diary).toEqual(["begin slow"]);
    gate.resolve();
    expect(await closing).toEqual([]);
    expect(diary).toEqual(["begin slow", "end slow", "dispose a"]);
  });

  it("prefers the asynchronous method, and calls it on the object", async () => {
    class Connection {
      readonly closed: string[] = [];
      async [Symbol.asyncDispose]() {
        this.closed.push("async");
      }
      [Symbol.dispose]() {
        this.closed.push("sync");
      }
    }
    const connection = new Connection();
    const callable = Object.assign(() => 1, { [Symbol.asyncDispose]: undefined, [Symbol.dispose]: () => 2 });
    await openNow({ engine: { connection: perRun(() => connection), callable: perRun(() => callable) } }).close();
    expect(connection.closed).toEqual(["async"]);
  });

  it("disposes once, however often it is asked to", async () => {
    const diary: string[] = [];
    const opened = openNow({ engine: { a: perRun(() => disposable("a", diary)) } });
    const [first, second] = await Promise.all([opened.close(), opened.close()]);
    expect(second).toBe(first);
    expect(diary).toEqual(["dispose a"]);
  });

  it("reports what fails and goes on with the others", async () => {
    const diary: string[] = [];
    const throwing = (thrown: unknown) => ({
      [Symbol.dispose]() {
        throw thrown;
      },
    });
    const rejecting = { [Symbol.asyncDispose]: () => Promise.reject(new Error("gone")) };
    const { proxy: revoked, revoke } = Proxy.revocable({}, {});
    const opened = openNow({
      engine: {
        a: perRun(() => disposable("a", diary)),
        b: perRun(() => throwing(new Error("busy"))),
        c: perRun(() => rejecting),
        d: perRun(() => throwing(null)),
        e: perRun(() => ({ [Symbol.asyncDispose]: 5 })),
        f: perRun(() => revoked),
      },
    });
    revoke();
    const failures = await opened.close();
    expect(diary).toEqual(["dispose a"]);
    expect(failures.map(({ resource }) => resource)).toEqual(["f", "e", "d", "c", "b"]);
    expect(failures[4]?.code).toBe("RESOURCE_DISPOSAL");
    expect(failures[4]).toEqual(
      new ResourceDisposalError(
        "b",
        'Resource "b", made for run "r1" of workflow "report", could not be disposed of: Error: busy. Mend its method Symbol.asyncDispose or Symbol.dispose.',
        { cause: new Error("busy") },
      ),
    );
    expect(failures.map(({ message }) => /disposed of: (.*)\. Mend/.exec(message)?.[1])).toEqual([
      expect.stringContaining("revoked"),
      expect.stringContaining("not a function"),
      "null",
      "Error: gone",
      "Error: busy",
    ]);
  });

  it("waits for a disposal that never settles no longer than its grace, and takes its timers back", async () => {
    const diary: string[] = [];
    const clock = createManualClock();
    const never = { [Symbol.asyncDispose]: () => new Promise(() => undefined) };
    const prompt = { [Symbol.asyncDispose]: async () => void diary.push("dispose prompt") };
    const opened = await open(
      {
        engine: {
          a: perRun(() => disposable("a", diary)),
          never: perRun(() => never),
          prompt: perRun(() => prompt),
        },
      },
      { startGrace: graceOn(clock) },
    );
    const closing = opened.close();
    await turn();
    expect(diary).toEqual(["dispose prompt"]);
    clock.advance(graceMs - 1);
    await turn();
    expect(diary).toEqual(["dispose prompt"]);
    clock.advance(1);
    expect(await closing).toEqual([
      new ResourceDisposalError(
        "never",
        'Resource "never", made for run "r1" of workflow "report", was still not disposed of when the grace period was over. Make its disposal settle, or raise the gracePeriod of createEngine.',
      ),
    ]);
    expect(diary).toEqual(["dispose prompt", "dispose a"]);
    expect(clock.nextTimer).toBeNull();
  });

  it("does not hear a disposal that fails after its grace", async () => {
    const clock = createManualClock();
    const late = Promise.withResolvers<void>();
    const opened = await open(
      { engine: { late: perRun(() => ({ [Symbol.asyncDispose]: () => late.promise })) } },
      { startGrace: graceOn(clock) },
    );
    const closing = opened.close();
    await turn();
    clock.advance(graceMs);
    expect(await closing).toHaveLength(1);
    late.reject(new Error("too late"));
    await turn(); // an unhandled rejection would fail the test run
  });
});
