import { type AnyWorkflow, workflow } from "stepspan";

/** What is measured at several sizes, by the names of the workflows: steps that read one step, and items of a map. */
export function shapesOf(sizes: readonly number[]): ReadonlyMap<string, AnyWorkflow> {
  const shapes = sizes.flatMap((size) => [fanOut(size), map(size)]);
  return new Map(shapes.map((shape) => [shape.plan.name, shape]));
}

/** One step, all but one of the others, which read it, and one that reads those. */
function fanOut(size: number): AnyWorkflow {
  let made: AnyWorkflow = workflow(`fan-out-${size}`).step("root", { run: () => 1 });
  const leaves = Array.from({ length: size - 2 }, (_, index) => `leaf${index}`);
  for (const leaf of leaves) {
    made = made.step(leaf, {
      params: { root: ({ stepSpan }) => stepSpan("root").output },
      run: ({ root }: { root: unknown }) => root,
    });
  }
  return made.step("count", {
    params: { all: ({ stepSpan }) => leaves.map((leaf) => stepSpan(leaf).output) },
    run: ({ all }: { all: readonly unknown[] }) => all.length,
  });
}

function map(size: number): AnyWorkflow {
  return workflow(`map-${size}`).map("each", {
    over: () => Array.from({ length: size }, (_, index) => index),
    params: { item: ({ item }) => item },
    run: ({ item }: { item: number }) => item + 1,
  });
}
