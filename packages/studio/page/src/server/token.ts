import { tokenMetaName } from "../../../src/protocol.ts";
import { createObserved, type Settable } from "../model/observed.ts";

const storageKey = "stepspan-token";

/**
 * The token that changes need: from the page itself, or what a person gave when the server wants it for reading too.
 * Kept for the tab alone; never in an address.
 */
export const token: Settable<string> = createObserved(givenToken());

export function rememberToken(given: string): void {
  sessionStorage.setItem(storageKey, given);
  token.set(given);
}

function givenToken(): string {
  const meta = document.querySelector(`meta[name="${tokenMetaName}"]`)?.getAttribute("content") ?? "";
  return meta === "" ? (sessionStorage.getItem(storageKey) ?? "") : meta;
}
