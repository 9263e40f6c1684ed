import { visibleText } from "@stepspan/engine/reading";
import type { StudioOptions } from "@stepspan/studio";
import type { CommandContext } from "../commands/command-context.ts";
import { type ExitCode, exitCodes } from "../outcome/exit-codes.ts";
import { untilInterrupted } from "./interrupts.ts";

/** Serves the page, prints where, and waits for Ctrl-C. */
export async function showPage({ output }: CommandContext, options: StudioOptions): Promise<ExitCode> {
  const { serveStudio } = await import("@stepspan/studio");
  const studio = await serveStudio(options);
  output.data.write(`${visibleText(studio.url)}\n`);
  output.notes.write(`${output.notes.style.quiet("Press Ctrl-C to end.")}\n`);
  await untilInterrupted();
  await studio.close();
  return exitCodes.done;
}
