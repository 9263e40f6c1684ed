import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type StepContext, workflow } from "stepspan";
import { z } from "zod";
import type { Ledger } from "./ledger.ts";

type Attempt = Pick<StepContext, "run" | "path" | "attempt" | "signal">;

/** As long as a call of a service takes, in milliseconds. */
const callMs = 250;

/** One file in ten is locked when it is first asked for. */
async function read(folder: string, file: string, { path, attempt, signal }: Attempt): Promise<Buffer> {
  await pause(callMs, undefined, { signal });
  const isLocked = attempt === 1 && Number(/\[(\d+)]$/.exec(path)?.[1]) % 10 === 0;
  if (isLocked) throw new Error(`EBUSY: ${file} is locked`);
  return await readFile(join(folder, file));
}

const retry = { attempts: 3, delay: 100, backoff: "exponential" } as const;

/**
 * Counts the words of many files and finds those that are the same: two steps for each file, and two that join them.
 * Each attempt is noted outside of the run before it does anything.
 */
export const wordReport = workflow("word-report", {
  input: z.object({ folder: z.string(), files: z.array(z.string()) }),
})
  .resources<{ ledger: Ledger }>()
  .map("words", {
    over: ({ input }) => input.files,
    params: { folder: ({ input }) => input.folder, file: ({ item }) => item },
    retry,
    run: async ({ folder, file }, context) => {
      context.resources.require("ledger").note(context);
      const words = (await read(folder, file, context)).toString("utf8").match(/[a-z]{4,}/gi) ?? [];
      return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, { length }]) => [word, length]));
    },
  })
  .map("checksums", {
    over: ({ input }) => input.files,
    params: { folder: ({ input }) => input.folder, file: ({ item }) => item },
    retry,
    run: async ({ folder, file }, context) => {
      context.resources.require("ledger").note(context);
      return createHash("sha256")
        .update(await read(folder, file, context))
        .digest("hex");
    },
  })
  .step("frequent", {
    params: { counts: ({ stepSpan }) => stepSpan("words").output },
    run: ({ counts }, context) => {
      context.resources.require("ledger").note(context);
      const sums = new Map<string, number>();
      for (const [word, count] of counts.flatMap(Object.entries)) sums.set(word, (sums.get(word) ?? 0) + count);
      return [...sums].toSorted(([, one], [, other]) => other - one).slice(0, 5);
    },
  })
  .step("report", {
    params: {
      files: ({ input }) => input.files.length,
      frequent: ({ stepSpan }) => stepSpan("frequent").output,
      checksums: ({ stepSpan }) => stepSpan("checksums").output,
    },
    run: ({ files, frequent, checksums }, context) => {
      context.resources.require("ledger").note(context);
      return { files, different: new Set(checksums).size, frequent };
    },
  });

/** How many bodies a run over so many files calls. */
export function stepsOf(files: number): number {
  return 2 * files + 2;
}
