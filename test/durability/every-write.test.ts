import { defineEvent, workflow } from "@stepspan/dsl";
import { describe, expect, it } from "vitest";
import type { Note, Scenario } from "../support/crashing-host.ts";
import { stopEverywhere } from "./stopped-everywhere.ts";

const approval = defineEvent("approval");

/** Twelve steps: retries, a sleep, a skip, a tolerated failure, and a cancel while one waits for what never comes. */
function cancelledOrder(note: Note) {
  return workflow("order")
    .step("load", {
      run: (_params, context) => {
        note(context);
        return [1, 2];
      },
    })
    .step("flaky", {
      retry: { attempts: 3, delay: 20, backoff: "exponential" },
      params: { rows: ({ stepSpan }) => stepSpan("load").output },
      run: ({ rows }: { rows: readonly number[] }, context) => {
        note(context);
        if (context.attempt < 3) throw new Error(`busy ${context.attempt}`);
        return rows.length;
      },
    })
    .sleep("nap", 50)
    .step("large", {
      when: ({ stepSpan }) => stepSpan("load").output.length > 2,
      run: (_params, context) => {
        note(context);
        return "large";
      },
    })
    .step("size", {
      params: { large: ({ stepSpan }) => stepSpan("large", { default: null })?.output ?? "small" },
      run: ({ large }: { large: string }, context) => {
        note(context);
        return large;
      },
    })
    .step("optional", {
      continueOnError: true,
      run: async (_params, context) => {
        note(context);
        throw new Error("not today");
      },
    })
    .step("slow", {
      dependsOn: ["nap"],
      run: async (_params, context) => {
        note(context);
        await context.sleep(15);
        return "slept";
      },
    })
    .step("total", {
      params: { count: ({ stepSpan }) => stepSpan("flaky").output, size: ({ stepSpan }) => stepSpan("size").output },
      run: async ({ count, size }: { count: number; size: string }, context) => {
        note(context);
        return `${count} ${size}`;
      },
    })
    .wait("approve", { event: approval })
    .step("ship", {
      dependsOn: ["approve"],
      run: (_params, context) => {
        note(context);
        return "shipped";
      },
    })
    .step("bill", {
      dependsOn: ["total"],
      retry: { attempts: 5, delay: 100_000 },
      run: (_params, context) => {
        note(context);
        if (context.attempt === 1) throw new Error("bank is closed");
        return "billed";
      },
    })
    .step("tidy", {
      always: true,
      dependsOn: ["ship"],
      retry: { attempts: 2, delay: 10 },
      run: (_params, context) => {
        note(context);
        if (context.attempt === 1) throw new Error("still in use");
        return "tidy";
      },
    });
}

const scenario: Scenario = {
  build: cancelledOrder,
  onQuiet: (handle, events) => {
    if (!events.some(({ type }) => type === "cancel-requested")) handle.cancel("nobody approves");
    return undefined;
  },
};

describe("a run whose process ends at a write", () => {
  it("ends as without that, wherever one process and the next end: retries, a sleep, a skip, a cancel", {
    timeout: 600_000,
  }, async () => {
    const count = await stopEverywhere(scenario, null);
    console.log(`cancelled order: ${count} runs`);
    expect(count).toBeGreaterThan(500);
  });
});
