import { createEngine, defineEvent, type RunSnapshot, workflow } from "stepspan";
import { z } from "zod";

export const signature = defineEvent("signature", z.object({ by: z.enum(["buyer", "seller"]) }));

function drawUp({ house }: { house: string }): string {
  console.log(`drawing up the contract for ${house}`);
  return `the contract for ${house}`;
}

/** Draws up a contract, waits for both signatures in any order, and files it. */
export const contract = workflow("contract", { input: z.object({ house: z.string() }) })
  .step("draw", { params: { house: ({ input }) => input.house }, run: drawUp })
  .wait("buyer", { event: signature, where: ({ by }) => by === "buyer", dependsOn: ["draw"] })
  .wait("seller", { event: signature, where: ({ by }) => by === "seller", dependsOn: ["draw"] })
  .step("file", {
    dependsOn: ["buyer", "seller"],
    params: { text: ({ stepSpan }) => stepSpan("draw").output },
    run: ({ text }) => `${text} is signed and filed`,
  });

// #region resume
/** Runs until one has signed, and gives what is needed to go on elsewhere. */
async function runUntilOneHasSigned(): Promise<string> {
  await using engine = createEngine();
  const handle = engine.start(contract, { house: "Main Street 1" });
  await handle.send(signature, { by: "seller" });
  return JSON.stringify(await handle.snapshot());
}

if (import.meta.main) {
  const snapshot = JSON.parse(await runUntilOneHasSigned()) as RunSnapshot; // it was written above
  await using engine = createEngine({ workflows: [contract] });
  const handle = engine.resume(snapshot);
  await handle.send(signature, { by: "buyer" });
  const run = await handle.result;
  console.log(run.output);
}
// #endregion
