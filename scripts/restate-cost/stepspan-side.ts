import { createRestateEngine } from "@stepspan/restate";
import type { Side } from "./side.ts";
import { stepName, workflows } from "./stepspan-workflows.ts";

/** Stepspan, as it is used: until `engine.run` gives the run with all its spans. */
export function stepspanSide(server: { readonly ingressUrl: string; readonly adminUrl: string }): Side {
  const engine = createRestateEngine({ ingressUrl: server.ingressUrl, adminUrl: server.adminUrl });
  return {
    name: "Stepspan",
    roles: ["stepspan-orchestrator", "stepspan-worker"],
    run: async ({ name, parents }) => {
      const run = await engine.run(workflows.get(name)!); // there is one for each job
      return parents.map((_, step) => run.span(stepName(step)).output);
    },
  };
}
