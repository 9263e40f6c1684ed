import { cleanText } from "./clean-text.ts";

/** Stands for all names beyond a limit, as the semantic conventions write it. */
export const otherName = "_OTHER";

/** The first so many different names; later ones are others, so that metrics have an end. */
export class KeptNames {
  readonly #limit: number;
  readonly #names = new Map<string, string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The name as it is shown. @param within names are told apart within it. Default: nothing */
  kept(name: string, within = ""): string {
    const key = within === "" ? name : `${within}\u0000${name}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    if (this.#names.size >= this.#limit) return otherName;
    const shown = cleanText(name);
    this.#names.set(key, shown);
    return shown;
  }
}
