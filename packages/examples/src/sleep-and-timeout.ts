import { createEngine, defineEvent, workflow } from "stepspan";
import { z } from "zod";

// #region workflow
/** What a guest says to an invitation. */
export const reply = defineEvent("reply", z.object({ guest: z.string(), comes: z.boolean() }));

/** Invites a guest, reminds them after a day, and gives up after two more. No slot is held meanwhile. */
export const invite = workflow("invite", { input: z.object({ guest: z.string() }) })
  .step("send", { params: { guest: ({ input }) => input.guest }, run: ({ guest }) => `Dear ${guest}, come!` })
  .sleep("aDay", "1d", { dependsOn: ["send"] })
  .step("remind", { dependsOn: ["aDay"], run: () => "Do you come?" })
  .wait("reply", { event: reply, dependsOn: ["remind"], timeout: "2d", continueOnError: true })
  .step("note", {
    params: { reply: ({ stepSpan }) => stepSpan("reply", { default: null })?.output ?? null },
    run: ({ reply }) => {
      if (reply === null) return "no answer";
      return reply.comes ? "comes" : "stays at home";
    },
  });
// #endregion

if (import.meta.main) {
  await using engine = createEngine();
  const handle = engine.start(invite, { guest: "Ada" });
  for await (const event of handle.events) {
    if (event.type === "wait-started") break;
  }
  for (const { path, dueAt, startedAt } of handle.waits) {
    console.log(`${path} waits for ${((dueAt ?? startedAt) - startedAt) / 3_600_000} hours`);
  }
  handle.cancel("the example is over");
  await handle.result.catch((error: Error) => console.log(error.message));
}
