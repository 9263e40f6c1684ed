import type { Run, StepFunction } from "@stepspan/engine";
import { createReplayingEngine } from "@stepspan/engine/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { trials } from "../support/random-trials.ts";
import { ended } from "../support/trial.ts";

/** A step of a random workflow: it reads some of those before it, and its body may be broken at first. */
interface Node {
  /** How far back the steps are that it reads. */
  readonly reads: readonly number[];
  /** How far back those are that it only waits for. */
  readonly after: readonly number[];
  readonly breaks: boolean;
  readonly isTolerant: boolean;
  readonly isGuarded: boolean;
}

interface Story {
  readonly nodes: readonly Node[];
  readonly failFast: boolean;
  readonly concurrency: number;
  /** Of the nodes, taken modulo their number; null: what failed. */
  readonly from: number | null;
}

const node: fc.Arbitrary<Node> = fc.record({
  reads: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
  after: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 1 }),
  breaks: fc.nat(3).map((luck) => luck === 0),
  isTolerant: fc.boolean(),
  isGuarded: fc.boolean(),
});

const story: fc.Arbitrary<Story> = fc.record({
  nodes: fc.array(node, { minLength: 1, maxLength: 9 }),
  failFast: fc.boolean(),
  concurrency: fc.integer({ min: 1, max: 3 }),
  from: fc.option(fc.nat(8)),
});

const nameOf = (index: number) => `s${index}`;
const sourcesOf = (index: number, back: readonly number[]) =>
  [...new Set(back.map((step) => index - step))].filter((source) => source >= 0);

/** The workflow, the names of the bodies that were called, and a way to mend those that are broken. */
function built({ nodes, failFast }: Story) {
  const calls: string[] = [];
  let isMended = false;
  const steps = nodes.map(({ reads, after, breaks, isTolerant, isGuarded }, index) => {
    const sources = sourcesOf(index, reads);
    const params = sources.map((source) => {
      const read = { step: nameOf(source), mode: "default" } as const;
      return parameterOf(nameOf(source), lambdaOf(({ stepSpan }) => stepSpan(nameOf(source), { default: null })?.output ?? null, read)); // biome-ignore format: one thought
    });
    const run = async (given: object) => {
      calls.push(nameOf(index));
      await null;
      if (breaks && !isMended) throw new Error("broken");
      return { [nameOf(index)]: given };
    };
    // Guards are pure: that of a step is false if what it reads first has no output.
    const first = sources[0];
    const when =
      isGuarded && first !== undefined
        ? lambdaOf(({ stepSpan }) => stepSpan(nameOf(first), { default: null }) !== null, { step: nameOf(first), mode: "default" }) // biome-ignore format: one thought
        : null;
    const dependsOn = sourcesOf(index, after).map(nameOf);
    return stepOf(nameOf(index), { params, when, dependsOn, continueOnError: isTolerant, run: run as StepFunction });
  });
  const mend = () => {
    isMended = true;
    calls.length = 0;
  };
  return { workflow: workflowOf(steps, { failFast }), calls, mend };
}

/** The slow obvious way: whatever is reached from the steps that have to run again. */
function expectedToRun({ nodes, from }: Story, first: Run): ReadonlySet<string> {
  const again = new Set<number>();
  nodes.forEach((_node, index) => {
    const { status, skipped } = first.span(nameOf(index));
    const isLost = skipped?.kind === "upstream" || status === "cancelled";
    const isFailure = status === "failed" && (from === null || !nodes[index]!.isTolerant);
    if (isLost || isFailure || (from !== null && from % nodes.length === index)) again.add(index);
  });
  nodes.forEach(({ reads, after }, index) => {
    if ([...sourcesOf(index, reads), ...sourcesOf(index, after)].some((source) => again.has(source))) again.add(index);
  });
  return new Set([...again].map(nameOf));
}

function outcomesOf(run: Run) {
  return run.spans
    .map(({ name, status, output, skipped, input }) => ({ name, status, output, skipped, input }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

describe("a rerun of any workflow, after its bodies were mended", () => {
  it("calls exactly the bodies downstream, and gives what a fresh run gives", { timeout: 300_000 }, async () => {
    let reruns = 0;
    const property = fc.asyncProperty(story, async (told) => {
      const { workflow, calls, mend } = built(told);
      await using engine = createReplayingEngine({ concurrency: told.concurrency });
      const first = await ended(engine.start(workflow, undefined, { runId: "first" }).result);
      mend();
      const choice =
        told.from === null ? { failedOnly: true as const } : { from: nameOf(told.from % told.nodes.length) };
      const again = await ended((await engine.rerun("first", choice)).result);
      const called = calls.toSorted();
      const expected = expectedToRun(told, first);
      const ran = again.spans.filter(({ name, status }) => expected.has(name) && status !== "skipped");
      expect(called).toEqual(ran.map(({ name }) => name).toSorted());
      const reused = again.spans.filter(({ reusedFrom }) => reusedFrom !== null).map(({ name }) => name);
      expect(reused.toSorted()).toEqual(told.nodes.map((_node, index) => nameOf(index)).filter((name) => !expected.has(name))); // biome-ignore format: one thought
      mend();
      const fresh = await ended(engine.start(workflow, undefined).result);
      // A tolerated failure that was reused is not mended: what rests on it differs from a fresh run.
      const isSame = reused.every((name) => first.span(name).status !== "failed");
      if (isSame) expect(outcomesOf(again)).toEqual(outcomesOf(fresh));
      if (isSame && reused.length > 0 && called.length > 0) reruns++;
    });
    const { numRuns, seed } = trials("reruns", 300);
    await fc.assert(property, { numRuns, seed });
    expect(reruns).toBeGreaterThan(numRuns / 10);
  });
});
