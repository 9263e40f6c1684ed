import type { Fact } from "../core/facts.ts";
import { nothing, withLast } from "./short-lists.ts";
import type { Submission } from "./submission.ts";

/** What a run has heard of and not yet taken in: what was posted goes before what was only gathered. */
export class Inbox {
  #posted: (Fact | Submission)[] = nothing;
  #gathered: Fact[] = nothing;

  get isEmpty(): boolean {
    return this.#posted.length + this.#gathered.length === 0;
  }

  post(entry: Fact | Submission): void {
    this.#posted = withLast(this.#posted, entry);
  }

  postFirst(fact: Fact): void {
    this.#posted = [fact, ...this.#posted];
  }

  gather(fact: Fact): void {
    this.#gathered = withLast(this.#gathered, fact);
  }

  takePosted(): readonly (Fact | Submission)[] {
    const posted = this.#posted;
    this.#posted = nothing;
    return posted;
  }

  takeGathered(): readonly Fact[] {
    const gathered = this.#gathered;
    this.#gathered = nothing;
    return gathered;
  }
}
