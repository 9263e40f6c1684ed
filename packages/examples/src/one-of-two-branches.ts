import { createEngine, workflow } from "stepspan";
import { z } from "zod";

const parcel = z.object({ weight: z.number().positive(), address: z.string() });

/** Checks a parcel, sends it one way or the other, and confirms the way it took. */
export const sendParcel = workflow("send-parcel", { input: parcel })
  .step("validate", {
    params: { weight: ({ input }) => input.weight },
    run: ({ weight }) => ({ isHeavy: weight > 20 }),
  })
  .step("byBicycle", {
    when: ({ stepSpan }) => !stepSpan("validate").output.isHeavy,
    params: { address: ({ input }) => input.address },
    run: ({ address }) => `A bicycle goes to ${address}.`,
  })
  .step("byTruck", {
    when: ({ stepSpan }) => stepSpan("validate").output.isHeavy,
    params: { address: ({ input }) => input.address },
    run: ({ address }) => `A truck goes to ${address}.`,
  })
  .step("confirm", {
    params: {
      bicycle: ({ stepSpan }) => stepSpan("byBicycle", { default: null })?.output ?? null,
      truck: ({ stepSpan }) => stepSpan("byTruck", { default: null })?.output ?? null,
    },
    run: ({ bicycle, truck }) => bicycle ?? truck ?? "Nothing goes anywhere.",
  });

if (import.meta.main) {
  await using engine = createEngine();
  for (const weight of [2, 50]) {
    const run = await engine.run(sendParcel, { weight, address: "Main Street 1" });
    console.log(`${weight} kg: ${run.output}`);
    for (const { name, status } of run.spans) console.log(`  ${name}: ${status}`);
  }
}
