import { createEngine, workflow } from "stepspan";
import { z } from "zod";

const pages: Readonly<Record<string, string>> = {
  "/home": "Welcome",
  "/about": "We bake bread",
  "/prices": "Rolls 1 €",
};

async function fetchPage({ path }: { path: string }): Promise<string> {
  const page = pages[path];
  if (page === undefined) throw new Error(`There is no page ${path}.`);
  return page;
}

/** Fetches every page of a list, at most two at once, and says which ones are missing. */
export const checkLinks = workflow("check-links", { input: z.object({ paths: z.array(z.string()) }) })
  .map("pages", {
    over: ({ input }) => input.paths,
    concurrency: 2,
    continueOnError: true,
    params: { path: ({ item }) => item },
    run: fetchPage,
  })
  .step("report", {
    params: {
      paths: ({ input }) => input.paths,
      outcomes: ({ stepSpan }) => stepSpan("pages", { default: null })?.output ?? [],
    },
    run: ({ paths, outcomes }) =>
      outcomes.map((outcome, index) => `${paths[index]}: ${outcome.status === "failed" ? "missing" : outcome.output}`),
  });

if (import.meta.main) {
  await using engine = createEngine();
  const run = await engine.run(checkLinks, { paths: ["/home", "/jobs", "/prices"] });
  for (const line of run.output) console.log(line);
  for (const { path, status } of run.span("pages").items) console.log(`  ${path}: ${status}`);
}
