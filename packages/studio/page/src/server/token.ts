import { tokenMetaName } from "../../../src/protocol.ts";

/** The token that changes need, as the page was given it; empty if it has none. It never is part of an address. */
export const token: string = document.querySelector(`meta[name="${tokenMetaName}"]`)?.getAttribute("content") ?? "";
