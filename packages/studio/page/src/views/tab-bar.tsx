import type { KeyboardEvent } from "react";
import { type Tab, tabs } from "../model/place.ts";
import { currentPlace, goTo } from "./use-place.ts";

const names: Readonly<Record<Tab, string>> = {
  steps: "Steps",
  waterfall: "Waterfall",
  graph: "Graph",
  journal: "Journal",
};

/** The views of a run. */
export function TabBar({ tab }: { readonly tab: Tab }) {
  return (
    <div className="tabs" role="tablist" aria-label="Views of the run" onKeyDown={moveTab}>
      {tabs.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          id={`tab-${each}`}
          className="tab"
          aria-selected={each === tab}
          aria-controls={each === tab ? `view-${each}` : undefined}
          tabIndex={each === tab ? 0 : -1}
          onClick={() => goTo({ tab: each })}
        >
          {names[each]}
        </button>
      ))}
    </div>
  );
}

function moveTab(event: KeyboardEvent): void {
  const { tab } = currentPlace();
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]!; // within the list
  goTo({ tab: next });
  document.getElementById(`tab-${next}`)?.focus();
}
