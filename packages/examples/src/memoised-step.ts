import { createEngine, memoryStore, workflow } from "stepspan";
import { z } from "zod";

/** Stands for a service that is slow, or has its price. */
async function translate({ text, to }: { text: string; to: string }): Promise<string> {
  console.log(`asked for "${text}" in ${to}`);
  return `${text} (${to})`;
}

// #region workflow
/** Translates pages. A text that was translated within the last day is not asked for again, in whichever run that was. */
export const site = workflow("site", { input: z.object({ pages: z.array(z.string()), to: z.string() }) })
  .map("translate", {
    over: ({ input }) => input.pages,
    params: { text: ({ item }) => item, to: ({ input }) => input.to },
    run: translate,
    cache: { ttl: "1d", key: ({ params }) => [params.text.trim(), params.to] },
  })
  .step("publish", {
    params: { pages: ({ stepSpan }) => stepSpan("translate").output },
    run: ({ pages }) => pages.join("\n"),
  });
// #endregion

if (import.meta.main) {
  await using engine = createEngine({ store: memoryStore() });
  const monday = ["Welcome", "Prices"];
  const tuesday = ["Welcome ", "News"];
  for (const pages of [monday, tuesday]) {
    const run = await engine.run(site, { pages, to: "de" });
    for (const { path, reusedFrom } of run.span("translate").items) {
      console.log(path, reusedFrom === null ? "was translated" : `is that of ${reusedFrom.path} in an earlier run`);
    }
  }
}
