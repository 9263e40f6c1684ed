import { createEngine, workflow } from "stepspan";
import { z } from "zod";

/** Logs in, and says so. The step works with the true password. */
export const login = workflow("login", { input: z.object({ user: z.string(), password: z.string() }) }).step("log in", {
  params: { user: ({ input }) => input.user, password: ({ input }) => input.password },
  run: ({ user, password }, { log }) => {
    log.info(`${user} pays with 4111 1111 1111 1111`);
    return { user, accessToken: `${user}:${password.length}` };
  },
});

/** What is redacted: values under these names, and whatever looks like the number of a card. */
export const redact = {
  keys: ["password", /token$/i],
  texts: (text: string) => text.replaceAll(/\b(?:\d{4} ){3}\d{4}\b/g, "[card]"),
};

if (import.meta.main) {
  await using engine = createEngine({ redact });
  const run = await engine.run(login, { user: "ada", password: "engine" });
  console.log("the caller gets", run.output);
  const stored = await engine.runs.get(run.runId);
  console.log("the store has", stored?.input, stored?.output, stored?.span("log in").logs[0]?.message);
}
