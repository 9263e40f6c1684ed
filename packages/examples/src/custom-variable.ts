import { createEngine, type StepContext, stepSpan, workflow } from "stepspan";
import { z } from "zod";

/** Says more about its span than its output does. */
function register({ name }: { name: string }, context: StepContext): { id: number } {
  context.span.set("status", name === "" ? "anonymous" : "active");
  return { id: 7 };
}

/** Any function that is called in a run can read spans: here, two calls below the step. */
function statusOfMember(): unknown {
  return stepSpan("register").vars.status;
}

/** Registers a member and greets only those whose span says that they are active. */
export const welcome = workflow("welcome", { input: z.object({ name: z.string() }) })
  .step("register", { params: { name: ({ input }) => input.name }, run: register })
  .step("greet", {
    when: ({ stepSpan }) => stepSpan("register").vars.status === "active",
    params: { id: ({ stepSpan }) => stepSpan("register").output.id },
    run: ({ id }) => `Member ${id} is ${statusOfMember()}. Welcome!`,
  });

if (import.meta.main) {
  await using engine = createEngine();
  for (const name of ["Ada", ""]) {
    const run = await engine.run(welcome, { name });
    console.log(`${JSON.stringify(name)} is ${run.span("register").vars.status}: ${run.output}`);
  }
}
