import { createEngine, type SettledSpan, workflow } from "stepspan";
import { z } from "zod";

async function askMirror({ mirror, broken }: { mirror: string; broken: readonly string[] }): Promise<string> {
  if (broken.includes(mirror)) throw new Error(`${mirror} does not answer`);
  return `a file from ${mirror}`;
}

const isFailed = ({ status }: SettledSpan) => status === "failed";
const isSucceeded = ({ status }: SettledSpan) => status === "succeeded";

/** Asks two mirrors. Their failures are tolerated, and guards over their settled spans say what follows. */
export const askMirrors = workflow("ask-mirrors", { input: z.object({ broken: z.array(z.string()) }) })
  .step("north", {
    continueOnError: true,
    params: { mirror: "north", broken: ({ input }) => input.broken },
    run: askMirror,
  })
  .step("south", {
    continueOnError: true,
    params: { mirror: "south", broken: ({ input }) => input.broken },
    run: askMirror,
  })
  .step("allFailed", {
    when: ({ stepSpan }) =>
      [stepSpan("north", { settled: true }), stepSpan("south", { settled: true })].every(isFailed),
    run: () => "Call for help.",
  })
  .step("oneSucceeded", {
    when: ({ stepSpan }) =>
      [stepSpan("north", { settled: true }), stepSpan("south", { settled: true })].some(isSucceeded),
    run: () => "Take what is there.",
  })
  .step("noneFailed", {
    when: ({ stepSpan }) =>
      ![stepSpan("north", { settled: true }), stepSpan("south", { settled: true })].some(isFailed),
    run: () => "Compare the two.",
  });

if (import.meta.main) {
  await using engine = createEngine();
  for (const broken of [[], ["north"], ["north", "south"]]) {
    const run = await engine.run(askMirrors, { broken });
    console.log(`${broken.length} of 2 mirrors broken, the run ${run.status}`);
    for (const { name, status } of run.spans) console.log(`  ${name}: ${status}`);
  }
}
