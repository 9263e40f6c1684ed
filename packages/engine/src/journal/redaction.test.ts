import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inPlace } from "../../../../test/support/event-list.ts";
import { events } from "../../../../test/support/random-events.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import { classes } from "../../../../test/support/recordable.ts";
import type { EventBody } from "../core/events.ts";
import { StepError } from "../errors/step-errors.ts";
import { memoryStore } from "../local/memory-store.ts";
import type { StatePatch } from "../spans/span.ts";
import { differences } from "../state/differences.ts";
import { record } from "../state/record.ts";
import { applyStatePatches } from "../state/state-values.ts";
import type { RedactOptions } from "./redact-options.ts";
import { createRedaction } from "./redaction.ts";

const hidden = "[redacted]";
const keys = ["password"];

/** An event as it is shown behind the first one of a run. */
function shown(body: EventBody, options: RedactOptions = { keys }): unknown {
  const [, event] = createRedaction(options, null).events(inPlace(body));
  return event;
}

function shownPatches(patches: readonly StatePatch[]): readonly StatePatch[] {
  return (shown({ type: "state-changed", path: "a", layer: "state", patches }) as { patches: readonly StatePatch[] })
    .patches;
}

describe("the events of a run, redacted,", () => {
  it("have no secret in any value", () => {
    const password = "p";
    const error = new StepError({
      step: "a",
      attempt: 1,
      cause: { password },
      input: { password },
      state: { password },
    });
    const bodies: EventBody[] = [
      { type: "map-started", path: "a", items: [{ password }], reads: [] },
      {
        type: "child-started",
        path: "a",
        reads: [],
        input: { password },
        state: { password },
        flowState: { password },
      },
      { type: "wait-ended", path: "a", wait: 1, outcome: { kind: "answered", data: { password } } },
      { type: "wait-ended", path: "a", wait: 1, outcome: { kind: "failed", error } },
      { type: "event-sent", path: "", event: "e", data: { password }, from: null, to: null },
      { type: "stop-requested", path: "a", output: { password } },
      { type: "step-queued", path: "a", params: { password }, reads: [] },
      { type: "attempt-failed", path: "a", attempt: 1, error, retryAt: 5 },
      { type: "step-succeeded", path: "a", attempt: 1, output: [{ password }] },
      { type: "step-failed", path: "a", attempt: 1, error, tolerated: false, reads: [] },
      { type: "step-cancelled", path: "a", because: { kind: "cancel", reason: { password } }, error },
      { type: "cancel-requested", path: "", because: { kind: "cancel", reason: { password } } },
      { type: "variable-set", path: "a", name: "password", value: password },
      { type: "variable-set", path: "a", name: "login", value: { password } },
      { type: "log-written", path: "a", level: "info", message: "in", fields: { password } },
      { type: "run-finished", status: "failed", output: { password }, errors: [error] },
    ];
    for (const body of bodies) {
      const event = shown(body) as EventBody;
      expect(secretsIn(event), body.type).toEqual([hidden]);
      expect(Object.isFrozen(event), body.type).toBe(true);
    }
  });

  it("keep their places, their times and all names", () => {
    const unit: EventBody = { type: "usage-added", path: "password", unit: "password", amount: 5 };
    const sent: EventBody = { type: "event-sent", path: "", event: "password", data: "d", from: "password", to: null };
    const given = inPlace(unit, sent);
    const redacted = createRedaction({ keys }, null).events(given);
    expect(redacted.map((event, index) => event === given[index])).toEqual([true, true, true]);
  });

  it("leave a variable without a value as it was", () => {
    const unset: EventBody = { type: "variable-set", path: "a", name: "password", value: null };
    expect(shown(unset)).toMatchObject(unset);
  });

  it("have the messages of logs as the function gives them", () => {
    const body: EventBody = { type: "log-written", path: "a", level: "info", message: "in 5", fields: { at: "5" } };
    const texts = (text: string, { event, path }: object & { event: string; path: string }) =>
      `${text} ${event}${path}`;
    expect(shown(body, { texts })).toMatchObject({
      message: "in 5 log-written.message",
      fields: { at: "5 log-written.fields.at" },
    });
  });

  it("are the same objects if there is nothing to redact", () => {
    fc.assert(
      fc.property(
        events,
        fc.constantFrom<RedactOptions>({ keys: ["the password"] }, { texts: (text) => text }),
        (given, options) => {
          for (const [index, event] of createRedaction(options, classes).events(given).entries()) {
            expect(event === given[index], event.type).toBe(true);
          }
        },
      ),
      trials("events without a secret", 300),
    );
  });
});

describe("the patches of a state, redacted,", () => {
  it("hide what is put under a secret name", () => {
    expect(
      shownPatches([
        { op: "add", path: ["user", "password"], value: 5 },
        { op: "replace", path: ["user"], value: { password: 5 } },
      ]),
    ).toEqual([
      { op: "add", path: ["user", "password"], value: hidden },
      { op: "replace", path: ["user"], value: { password: hidden } },
    ]);
  });

  it("end where they would lead through a secret", () => {
    expect(
      shownPatches([
        { op: "add", path: ["password", "parts", 0], value: 5 },
        { op: "remove", path: ["password", "old"] },
      ]),
    ).toEqual([
      { op: "replace", path: ["password"], value: hidden },
      { op: "replace", path: ["password"], value: hidden },
    ]);
  });

  it("still take a secret away", () => {
    const patch: StatePatch = { op: "remove", path: ["password"] };
    expect(shownPatches([patch])[0]).toBe(patch);
  });

  it("lead from redacted values to redacted values, so that a stored run can go on", () => {
    const redactor = createRedaction({ keys }, null);
    const redacted = (values: Readonly<Record<string, unknown>>) => {
      const [, event] = redactor.events(
        inPlace({ type: "step-queued", path: "a", params: record(values, "Values"), reads: [] }),
      );
      return (event as { readonly params: Readonly<Record<string, unknown>> }).params;
    };
    const key = fc.constantFrom("a", "b", "password", "0");
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, undefined, 1, "x"),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    const state = fc.dictionary(key, value, { noNullPrototype: true });
    fc.assert(
      fc.property(fc.array(state, { minLength: 2, maxLength: 6 }), (states) => {
        let told = redacted(states[0]!);
        for (const [index, after] of states.slice(1).entries()) {
          const patches = differences(record(states[index]!, "Values"), record(after, "Values"));
          told = applyStatePatches(told, shownPatches(patches));
          expect(told).toStrictEqual(redacted(after));
        }
      }),
      trials("changes of a state redacted", 1000),
    );
  });
});

describe("a store of states, redacted,", () => {
  it("gets no secret of a workflow or of a step, and names of our own as they are", async () => {
    const store = memoryStore().states;
    const states = createRedaction({ keys: ["password", "values"] }, null).states(store);
    const flow = { workflow: "w", step: null };
    const step = { workflow: "w", step: "s" };
    expect(await states.write(flow, 0, { password: "p", count: 1 })).toBe(true);
    expect(await states.write(flow, 0, { count: 2 })).toBe(false);
    expect(await states.read(flow)).toEqual({ values: { password: hidden, count: 1 }, version: 1 });
    await states.write(step, 0, { values: { password: "p", values: 5 }, processCount: 2 });
    expect(await store.read(step)).toEqual({
      values: { values: { password: hidden, values: hidden }, processCount: 2 },
      version: 1,
    });
  });
});

/** All that lies under the secret name in an event, each value once. */
function secretsIn(value: unknown, found = new Set<unknown>(), seen = new Set<unknown>()): readonly unknown[] {
  if (typeof value !== "object" || value === null || seen.has(value)) return [...found];
  seen.add(value);
  const isSecretVariable =
    "type" in value && value.type === "variable-set" && "name" in value && value.name === "password";
  for (const key of Object.getOwnPropertyNames(value)) {
    const part: unknown = Reflect.get(value, key);
    if (key === "password" || (isSecretVariable && key === "value")) found.add(part);
    secretsIn(part, found, seen);
  }
  return [...found];
}
