import type { RunEvent } from "stepspan";

/** Shows a run while it goes. */
export interface RunView {
  /** Takes the next event. @param isPast it happened before this command began: it is known, and not news */
  show(event: RunEvent, isPast: boolean): void;
  /** Shows lines that belong to no step, above what is drawn. */
  tell(lines: readonly string[]): void;
  /** Leaves the last picture standing and gives the terminal back. */
  close(): void;
}
