/** The views of one run, in the order of their tabs. */
export const tabs = ["steps", "waterfall", "graph", "journal"] as const;

export type Tab = (typeof tabs)[number];

/** Where the page is: all of it can be read off the address, so that it can be kept, sent and gone back to. */
export interface Place {
  /** Null: no run is open. */
  readonly runId: string | null;
  readonly tab: Tab;
  /** The path of the selected span; empty for the run itself, null for none. */
  readonly span: string | null;
  /** The event after which the run is shown, counted from 1; null: as it is now. */
  readonly at: number | null;
}

export const nowhere: Place = { runId: null, tab: "steps", span: null, at: null };

/** The place that the fragment of an address names. What makes no sense in it is left out. */
export function placeOf(fragment: string): Place {
  const [path = "", query = ""] = fragment.replace(/^#\/?/, "").split("?");
  const [room, runId, tab] = path.split("/");
  if (room !== "runs" || runId === undefined || runId === "") return nowhere;
  const parameters = new URLSearchParams(query);
  const span = parameters.get("span");
  const at = Number(parameters.get("at") ?? Number.NaN);
  return {
    runId: readable(decoded(runId)),
    tab: tabs.find((known) => known === tab) ?? "steps",
    span: span === null ? null : readable(span),
    at: Number.isSafeInteger(at) && at >= 1 ? at : null,
  };
}

/** The fragment that names a place; `placeOf` reads it back. */
export function fragmentOf({ runId, tab, span, at }: Place): string {
  if (runId === null) return "#/";
  const parameters = new URLSearchParams();
  if (span !== null) parameters.set("span", writable(span));
  if (at !== null) parameters.set("at", String(at));
  const query = parameters.size === 0 ? "" : `?${parameters}`;
  return `#/runs/${encodeURIComponent(writable(runId))}/${tab}${query}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // an escape that somebody mistyped: the run will not be found, and that is shown
  }
}

/** Addresses hold no half of a surrogate pair: it is written as an escape. */
function writable(text: string): string {
  return text.replace(/\\|\p{Surrogate}/gu, (character) =>
    character === "\\" ? "\\\\" : `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

function readable(text: string): string {
  return text.replace(/\\(?:u(d[89a-f][0-9a-f]{2})|\\)/g, (_escape, code: string | undefined) =>
    code === undefined ? "\\" : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
