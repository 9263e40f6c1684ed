import type { RunEvent } from "@stepspan/engine";
import { visibleText } from "@stepspan/engine/reading";
import type { CSSProperties } from "react";
import { eventPath, eventWord } from "../model/journal-lines.ts";
import { shortDuration } from "../model/times.ts";
import { Icon } from "./icon.tsx";
import { Text } from "./text.tsx";
import { goTo } from "./use-place.ts";

interface TimelineProps {
  /** All events that are known. */
  readonly events: readonly RunEvent[];
  /** The event after which the run is shown; null: as it is now. */
  readonly at: number | null;
}

/** The journal as a slider: shows the run as it was after each event. */
export function Timeline({ events, at }: TimelineProps) {
  const last = events.length;
  const position = Math.min(at ?? last, last);
  const event = events[position - 1];
  const first = events[0];
  if (event === undefined || first === undefined) return null;
  const go = (sequence: number) => goTo({ at: Math.min(Math.max(1, sequence), last) }, "replace");
  const path = eventPath(event);
  const told = `Event ${position} of ${last}: ${eventWord(event)}${path === "" ? "" : ` ${visibleText(path)}`}`;
  return (
    <div className="timeline" role="group" aria-label="Timeline">
      <Step name="first" label="To the first event" isOff={position <= 1} onClick={() => go(1)} />
      <Step name="back" label="One event back" isOff={position <= 1} onClick={() => go(position - 1)} />
      <input
        className="timeline-slider"
        type="range"
        min={1}
        max={last}
        step={1}
        value={position}
        aria-label="Events of the run"
        aria-valuetext={told}
        style={{ "--share": `${last <= 1 ? 100 : ((position - 1) / (last - 1)) * 100}%` } as CSSProperties} // knows no custom properties
        onChange={(changed) => go(changed.target.valueAsNumber)}
      />
      <Step name="next" label="One event on" isOff={position >= last} onClick={() => go(position + 1)} />
      <span className="timeline-place">
        <span className="number">
          {position.toLocaleString("en")} / {last.toLocaleString("en")}
        </span>
        <span className="number timeline-time">+{shortDuration(event.time - first.time)}</span>
        <span className="timeline-event">
          {eventWord(event)} {path !== "" && <Text>{path}</Text>}
        </span>
      </span>
      <button
        type="button"
        className="button button-small"
        aria-pressed={at === null}
        onClick={() => goTo({ at: at === null ? last : null })}
      >
        <Icon name="live" />
        {at === null ? "Live" : "Back to live"}
      </button>
    </div>
  );
}

interface StepProps {
  readonly name: "first" | "back" | "next";
  readonly label: string;
  readonly isOff: boolean;
  readonly onClick: () => void;
}

function Step({ name, label, isOff, onClick }: StepProps) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} disabled={isOff} onClick={onClick}>
      <Icon name={name} />
    </button>
  );
}
