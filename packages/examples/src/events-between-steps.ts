import { createEngine, defineEvent, type StepContext, workflow } from "stepspan";
import { z } from "zod";

/** A page that was found, for the step that reads pages. */
const found = defineEvent("found", z.object({ page: z.string() }));
/** How far the reading has come, for whoever listens outside. */
const progress = defineEvent("progress", z.object({ pages: z.number() }));

const links: Readonly<Record<string, readonly string[]>> = {
  "/": ["/bread", "/prices"],
  "/bread": ["/prices", "/rolls"],
  "/prices": ["/"],
  "/rolls": [],
};

/** Reads a page, and sends on what it links to and nobody has seen. */
function readPage({ page }: { page: string }, { state, send, emit }: StepContext<Seen>): string {
  for (const next of links[page] ?? []) {
    if (state.get("seen", []).includes(next)) continue;
    state.append("seen", next);
    send(found, { page: next });
  }
  emit(progress, { pages: state.get("seen", []).length });
  return page;
}
