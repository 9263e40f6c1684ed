import { createEngine } from "@stepspan/engine";
import { printEvent } from "../cases/print-timeline.ts";
import { printFlow } from "./cases/print-flow.ts";
import type { CreateEngine } from "./host/engine-life.ts";
import { FormsHost, type PlayedFlow } from "./host/forms-host.ts";
import type { FlowStory } from "./host/story-case.ts";

/**
 * Plays a story and hands it to a check.
 *
 * @throws Error that tells what went wrong together with the workflow and all events
 */
export async function playFlow(
  story: FlowStory,
  check: (played: PlayedFlow) => void | Promise<void>,
  engineWith: CreateEngine = createEngine,
): Promise<void> {
  const host = new FormsHost(story, engineWith);
  try {
    await check(await host.play());
  } catch (thrown) {
    const { flow, ...others } = story;
    const { message } = thrown as Error; // checks and engines throw errors
    const events = host.events.map(printEvent);
    throw new Error([message, "", JSON.stringify(others), printFlow(flow), "", ...events].join("\n"), {
      cause: thrown,
    });
  }
}
