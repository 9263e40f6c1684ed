import { useSyncExternalStore } from "react";
import { fragmentOf, type Place, placeOf } from "../model/place.ts";

let known = { fragment: "", place: placeOf("") };

/** Where the page is, by its address. */
export function usePlace(): Place {
  return useSyncExternalStore(subscribe, currentPlace);
}

/** Goes somewhere else. `replace`: without a step in the browser's history, as for moves of a slider. */
export function goTo(change: Partial<Place>, history: "push" | "replace" = "push"): void {
  const fragment = fragmentOf({ ...currentPlace(), ...change });
  if (fragment === location.hash) return;
  if (history === "push") window.history.pushState(null, "", fragment);
  else window.history.replaceState(null, "", fragment);
  // At once, and not with the next task as for `location.hash`: the next key may be pressed before that.
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

export function currentPlace(): Place {
  if (location.hash !== known.fragment) known = { fragment: location.hash, place: placeOf(location.hash) };
  return known.place;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
