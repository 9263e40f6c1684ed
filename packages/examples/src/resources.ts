import { createEngine, perRun, workflow } from "stepspan";
import { z } from "zod";

/** Stands for a connection to a database. */
export interface Connection {
  query(text: string): Promise<number>;
}

/** Opens a connection that says when it is opened and closed. */
export function connect(log: (line: string) => void): Connection & AsyncDisposable {
  log("connection opened");
  return {
    query: async (text) => text.length,
    [Symbol.asyncDispose]: async () => log("connection closed"),
  };
}

/** Counts something in a database. Whoever runs it brings the connection; the log has a default. */
export const count = workflow("count", { input: z.object({ what: z.string() }) })
  .resources<{ db: Connection }>()
  .resources({ log: (line: string) => console.log(line) })
  .step("count", {
    params: { what: ({ input }) => input.what },
    run: async ({ what }, { resources }) => {
      const found = await resources.require("db").query(what);
      resources.require("log")(`${found} ${what}`);
      return found;
    },
  });

if (import.meta.main) {
  await using engine = createEngine({ resources: { db: perRun(() => connect(console.log)) } });
  await engine.run(count, { what: "apples" });
  await engine.run(count, { what: "pears" }, { resources: { log: (line: string) => console.log(`quietly: ${line}`) } });
}
