import type { RunEvent } from "@stepspan/engine";
import { eventPath, eventWord } from "./journal-lines.ts";

/** Which events are listed. */
export interface JournalFilter {
  /** A part of the path or of the word for the type. */
  readonly search: string;
  /** `span`: those of the selected span and of what lies below it. */
  readonly kind: "all" | "log" | "span";
}

/** The events that match, in their order: linear in their number, and free while all match. */
export function matchingEvents(
  events: readonly RunEvent[],
  { search, kind }: JournalFilter,
  selected: string | null,
): readonly RunEvent[] {
  if (search === "" && kind === "all") return events;
  const part = search.toLowerCase();
  return events.filter((event) => {
    const path = eventPath(event);
    if (kind === "log" && event.type !== "log-written") return false;
    if (kind === "span" && selected !== null && !isWithin(path, selected)) return false;
    return path.toLowerCase().includes(part) || eventWord(event).includes(part) || messageOf(event).includes(part);
  });
}

function isWithin(path: string, selected: string): boolean {
  return path === selected || (path.startsWith(selected) && /[/[#]/.test(path[selected.length] ?? ""));
}

function messageOf(event: RunEvent): string {
  return event.type === "log-written" ? event.message.toLowerCase() : "";
}
