import { createEngine, defineEvent, workflow } from "stepspan";
import { z } from "zod";

// #region workflow
/** A page that was found, for the step that reads pages. */
const found = defineEvent("found", z.object({ page: z.string() }));
/** How far the reading has come, for whoever listens outside. */
const progress = defineEvent("progress", z.object({ read: z.string() }));

const links: Readonly<Record<string, readonly string[]>> = {
  "/": ["/bread", "/prices"],
  "/bread": ["/prices", "/rolls"],
  "/prices": ["/"],
  "/rolls": [],
};

/** Reads a website from its first page on: each page is sent to `read` once, by whichever page links to it first. */
export const readSite = workflow("read-site", { state: z.object({ seen: z.array(z.string()).default(["/"]) }) })
  .step("begin", { run: (_, { send }) => send(found, { page: "/" }) })
  .on("read", {
    event: found,
    concurrency: 2,
    params: { page: ({ event }) => event.page },
    run: async ({ page }, { state, send, emit }) => {
      for (const next of links[page] ?? []) {
        if (state.get("seen", []).includes(next)) continue;
        state.append("seen", next);
        send(found, { page: next });
      }
      emit(progress, { read: page });
      return page;
    },
  });
// #endregion

if (import.meta.main) {
  await using engine = createEngine();
  const handle = engine.start(readSite);
  for await (const event of handle.events) {
    if (event.type === "event-emitted") console.log(event.event, event.data);
  }
  const run = await handle.result;
  console.log(run.output);
}
