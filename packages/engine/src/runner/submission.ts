import type { EventBody } from "../core/events.ts";
import type { Fact } from "../core/facts.ts";

/** Something that happened outside, where somebody wants to know what came of it. */
export class Submission {
  readonly fact: Fact;
  /** Called when the event is stored; with null for a fact that came too late. */
  readonly tell: (event: EventBody | null) => void;

  constructor(fact: Fact, tell: (event: EventBody | null) => void) {
    this.fact = fact;
    this.tell = tell;
  }
}
