import type { RunHandle } from "stepspan";
import { verdict } from "./revision.ts";

/** What a person says to one draft. */
export interface Verdict {
  readonly isApproved: boolean;
  readonly remark?: string;
}

/** What a person has read and was asked, and how it answers. */
export interface Person {
  /** Reads a word of a draft. */
  hears(word: string): void;
  /** Says something to the draft that it has read. */
  says(): Verdict;
}

// #region reader
/** Reads along with a run, and answers each time that it waits for a verdict. */
export async function readAndAnswer(handle: RunHandle, person: Person): Promise<void> {
  for await (const event of handle.events) {
    if (event.type === "event-emitted") person.hears(String(event.data));
    if (event.type !== "wait-started") continue;
    const isOpen = handle.waits.some(({ path }) => path === event.path); // a resumed run tells of answered waits too
    if (isOpen) await handle.send(verdict, person.says(), { to: event.path });
  }
}
// #endregion
