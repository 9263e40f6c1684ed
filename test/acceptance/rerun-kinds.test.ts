import { live, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { calledBodies, rerunOf, reusedSteps } from "../support/earlier-and-rerun.ts";
import { turn } from "../support/turn.ts";

describe("a rerun uses again", () => {
  it("what was skipped by its guard, what was skipped with it, and a failure that was tolerated", async () => {
    const { calls, body } = calledBodies();
    const optional = workflow("w")
      .step("shy", { when: () => false, run: body("shy", 1) })
      .step("withShy", { skipWith: ["shy"], run: body("withShy", 1) })
      .step("withBoth", { skipWith: ["withShy"], run: body("withBoth", 1) })
      .step("weak", {
        continueOnError: true,
        run: body("weak", () => {
          throw new Error("as always");
        }),
      })
      .step("end", {
        params: {
          shy: ({ stepSpan }) => stepSpan("shy", { default: null })?.output ?? "no shy",
          weak: ({ stepSpan }) => stepSpan("weak", { default: null })?.output ?? "no weak",
          both: ({ stepSpan }) => stepSpan("withBoth", { default: null })?.output ?? "no both",
        },
        run: ({ shy, weak, both }) => {
          calls.push("end");
          return [shy, weak, both];
        },
      });
    const { first, second } = await rerunOf(optional, { from: "end" }, { calls });
    expect(calls).toEqual(["end"]);
    expect(second.output).toEqual(["no shy", "no weak", "no both"]);
    expect(reusedSteps(second)).toEqual(["shy", "withShy", "withBoth", "weak"]);
    for (const name of ["shy", "withShy", "withBoth", "weak"]) {
      const { status, skipped, error } = second.span(name);
      expect({ status, skipped, error }).toEqual({
        status: first.span(name).status,
        skipped: first.span(name).skipped,
        error: first.span(name).error,
      });
    }
    const again = await rerunOf(optional, { failedOnly: true }, { calls });
    expect(calls).toEqual(["weak", "end"]);
    expect(again.second.status).toBe("succeeded");
  });

  it("maps, loops and sub-workflows as a whole, with the variables that others read", async () => {
    const { calls, body } = calledBodies();
    const inner = workflow("inner").step("deep", { run: body("deep", "D") });
    const kinds = workflow("w")
      .map("each", { over: () => [1, 2], params: { n: ({ item }) => item }, run: ({ n }) => n * 10 })
      .loop("again", { run: body("again", "L"), until: () => false, maxIterations: 2 })
      .subflow("below", { workflow: inner, params: {} })
      .step("marked", {
        run: (_params, context) => {
          context.span.set("mark", "M");
          return 1;
        },
      })
      .step("end", {
        params: {
          all: ({ stepSpan }) => [
            stepSpan("each").output,
            stepSpan("again").output,
            stepSpan("again").vars.exhausted,
            stepSpan("below").output,
            stepSpan("marked").vars.mark,
          ],
        },
        run: ({ all }) => {
          calls.push("end");
          return all;
        },
      });
    const { second, engine } = await rerunOf(kinds, { from: "end" }, { calls });
    expect(calls).toEqual(["end"]);
    expect(second.output).toEqual([[10, 20], "L", true, "D", "M"]);
    expect(second.span("each")).toMatchObject({ items: [], input: undefined });
    const third = await (await engine.rerun("second", { from: "end" })).result;
    expect(third.output).toEqual(second.output);
  });

  it("a race with its members, unless one of them runs again: then all of them do", async () => {
    const { calls, body } = calledBodies();
    const racing = workflow("w")
      .step("quick", { run: body("quick", () => turn().then(() => "Q")) })
      .step("slow", {
        run: (_params, { signal }) => {
          calls.push("slow");
          return new Promise<string>((_resolve, reject) => {
            signal.addEventListener("abort", () => reject(new Error("told to end")));
          });
        },
      })
      .race("either", { of: ["quick", "slow"] })
      .step("end", { params: { won: ({ stepSpan }) => stepSpan("either").output }, run: ({ won }) => `${won}!` });
    const { second } = await rerunOf(racing, { from: "end" }, { calls });
    expect(calls).toEqual([]);
    expect(second.output).toBe("Q!");
    expect(reusedSteps(second)).toEqual(["quick", "slow", "either"]);
    expect(second.span("slow").cancelled).toEqual({ kind: "race", step: "either" });
    const again = await rerunOf(racing, { from: "slow" }, { calls });
    expect(calls).toEqual(["quick", "slow"]);
    expect(reusedSteps(again.second)).toEqual([]);
  });

  it("a race that was won, though one of its members failed", async () => {
    const { calls, body } = calledBodies();
    const broken = () => {
      throw new Error("lame");
    };
    const racing = workflow("w")
      .step("lame", { run: body("lame", broken) })
      .step("quick", { dependsOn: ["lame"], run: body("quick", "Q") })
      .race("either", { of: ["lame", "quick"] })
      .step("end", { dependsOn: ["either"], run: body("end", broken) });
    const { second } = await rerunOf(racing, { failedOnly: true }, { calls });
    expect(calls).toEqual(["end"]);
    expect(reusedSteps(second)).toEqual(["lame", "quick", "either"]);
  });
});

describe("a rerun runs again", () => {
  it("what read the step without an edge of the plan that said so", async () => {
    const { calls, body } = calledBodies();
    const names: "hidden"[] = [];
    const dynamic = workflow("w")
      .step("hidden", { run: body("hidden", "H") })
      .step("reader", {
        params: { value: ({ stepSpan }) => stepSpan(names[0]!).output },
        run: ({ value }) => {
          calls.push("reader");
          return value;
        },
      })
      .step("other", { run: body("other", "O") });
    names.push("hidden");
    expect(dynamic.plan.edges).toEqual([]);
    await rerunOf(dynamic, { from: "hidden" }, { calls });
    expect(calls).toEqual(["hidden", "reader"]);
  });

  it("finalisers, and what was cancelled by the failure of another", async () => {
    const { calls, body } = calledBodies();
    const ending = workflow("w")
      .step("open", { run: body("open", 1) })
      .step("fails", {
        run: body("fails", () => {
          throw new Error("once more");
        }),
      })
      .step("late", { dependsOn: ["open"], run: body("late", 1) })
      .step("close", { always: true, dependsOn: ["late"], run: body("close", 1) });
    const { first, second } = await rerunOf(ending, { from: "close" }, { calls });
    expect(first.span("late").status).toBe("cancelled");
    expect(calls.toSorted()).toEqual(["close", "fails", "late"]); // what it waited for is there: it begins with the failing one
    expect(second.status).toBe("failed");
    expect(reusedSteps(second)).toEqual(["open"]);
  });

  it("finalisers, though nothing that they depend on does: they close what the rerun opens", async () => {
    const { calls, body } = calledBodies();
    const closing = workflow("w")
      .step("open", { run: body("open", 1) })
      .step("work", { dependsOn: ["open"], run: body("work", 1) })
      .step("close", { always: true, dependsOn: ["open"], run: body("close", 1) })
      .step("closed", { dependsOn: ["close"], run: body("closed", 1) });
    await rerunOf(closing, { from: "work" }, { calls });
    expect(calls.toSorted()).toEqual(["close", "closed", "work"]);
  });

  it("the step whose live value is read again, with what depends on it; else that is left alone", async () => {
    const { calls, body } = calledBodies();
    const connecting = workflow("w")
      .step("connect", { run: body("connect", () => live({ send: () => "sent" }, "the line")) })
      .step("ask", {
        params: { line: ({ stepSpan }) => stepSpan("connect").output },
        run: ({ line }) => {
          calls.push("ask");
          return line.value.send();
        },
      })
      .step("show", { params: { said: ({ stepSpan }) => stepSpan("ask").output }, run: ({ said }) => `${said}!` });
    const shown = await rerunOf(connecting, { from: "show" }, { calls });
    expect(calls).toEqual([]);
    expect(shown.second.output).toBe("sent!");
    await rerunOf(connecting, { from: "ask" }, { calls });
    expect(calls).toEqual(["connect", "ask"]);
  });

  it("the step whose live value the workflow returns", async () => {
    const { calls, body } = calledBodies();
    const returning = workflow("w")
      .step("other", { run: body("other", 1) })
      .step("connect", { run: body("connect", () => live({}, "the line")) });
    await rerunOf(returning, { from: "other" }, { calls });
    expect(calls.toSorted()).toEqual(["connect", "other"]);
  });
});
