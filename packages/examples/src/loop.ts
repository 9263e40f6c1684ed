import { createEngine, workflow } from "stepspan";
import { z } from "zod";

/** One step of Newton's method: from a guess to a better one. */
function improve({ square, guess }: { square: number; guess: number }): number {
  return (guess + square / guess) / 2;
}

/** Finds a square root: improves a guess until it is good, at most ten times. */
export const squareRoot = workflow("square-root", { input: z.object({ square: z.number().positive() }) })
  .loop("guess", {
    params: {
      square: ({ input }) => input.square,
      guess: ({ input, previous }) => previous ?? input.square,
    },
    run: improve,
    until: ({ input, output }) => Math.abs(output * output - input.square) < 1e-6,
    maxIterations: 10,
  })
  .step("say", {
    params: {
      root: ({ stepSpan }) => stepSpan("guess").output,
      isExhausted: ({ stepSpan }) => stepSpan("guess").vars.exhausted === true,
    },
    run: ({ root, isExhausted }) => `${isExhausted ? "about " : ""}${root.toFixed(4)}`,
  });

if (import.meta.main) {
  await using engine = createEngine();
  for (const square of [2, 1e12]) {
    const run = await engine.run(squareRoot, { square });
    console.log(`the root of ${square} is ${run.output}`);
    for (const { path, output } of run.span("guess").items) console.log(`  ${path}: ${output}`);
  }
}
