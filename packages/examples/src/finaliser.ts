import { createEngine, type RunError, workflow } from "stepspan";
import { z } from "zod";

const machines = new Set<string>();

function startMachine(): { name: string } {
  machines.add("machine-1");
  return { name: "machine-1" };
}

function stopMachine({ name }: { name: string | null }): void {
  if (name !== null) machines.delete(name);
}

/** Rents a machine, works on it, and gives it back whatever happens. */
export const borrowMachine = workflow("borrow-machine", { input: z.object({ job: z.string() }) })
  .step("startMachine", { run: startMachine })
  .step("work", {
    params: { job: ({ input }) => input.job, machine: ({ stepSpan }) => stepSpan("startMachine").output.name },
    run: ({ job, machine }) => {
      if (job === "") throw new Error("There is nothing to do");
      return `${job} done on ${machine}`;
    },
  })
  .step("stopMachine", {
    always: true,
    dependsOn: ["work"],
    params: { name: ({ stepSpan }) => stepSpan("startMachine", { default: null })?.output.name ?? null },
    run: stopMachine,
  });

if (import.meta.main) {
  await using engine = createEngine();
  for (const job of ["sums", ""]) {
    const run = await engine.run(borrowMachine, { job }).catch((error: RunError) => error.run);
    console.log(`job ${JSON.stringify(job)} ${run.status}; machines still rented: ${machines.size}`);
    for (const { name, status } of run.spans) console.log(`  ${name}: ${status}`);
  }
}
