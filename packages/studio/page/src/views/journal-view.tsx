import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import type { EmittedMessage } from "../../../src/protocol.ts";
import { type JournalFilter, matchingEvents } from "../model/journal-filter.ts";
import { eventDetail, eventPath, eventTone, eventWord } from "../model/journal-lines.ts";
import { shortDuration } from "../model/times.ts";
import { brief } from "../model/value-shape.ts";
import { SearchField } from "./search-field.tsx";
import type { ShownRun } from "./shown-run.ts";
import { Text } from "./text.tsx";
import { goTo, usePlace } from "./use-place.ts";

interface JournalViewProps {
  readonly shown: ShownRun;
  readonly emitted: readonly EmittedMessage[];
  /** The path of the selected span. */
  readonly selected: string | null;
}

const lineHeight = 28;

/** Every event of the run in its order: what all other views are made of. */
export function JournalView({ shown, emitted, selected }: JournalViewProps) {
  const { events, followed, run, version } = shown;
  const { at } = usePlace();
  const [filter, setFilter] = useState<JournalFilter>({ search: "", kind: "all" });
  const wanted = useDeferredValue(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list grows, and `version` says when it did
  const found = useMemo(() => matchingEvents(events, wanted, selected), [events, version, wanted, selected]);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 15,
    getItemKey: (index) => found[index]?.sequence ?? index,
  });
  return (
    <div className="journal">
      <search className="view-tools">
        <SearchField
          label="Search events"
          value={filter.search}
          onChange={(search) => setFilter({ ...filter, search })}
        />
        <select
          className="select"
          aria-label="Kind of events"
          value={filter.kind}
          onChange={(event) => setFilter({ ...filter, kind: event.target.value as JournalFilter["kind"] })} // the options below
        >
          <option value="all">All events</option>
          <option value="log">Log</option>
          <option value="span" disabled={selected === null}>
            Of the selected step
          </option>
        </select>
        <span className="view-count" role="status">
          {found.length.toLocaleString("en")} events
        </span>
      </search>
      <div className="journal-list" ref={scroller} tabIndex={0} role="group" aria-label="Events">
        {found.length > 0 && (
          <ol style={{ height: lines.getTotalSize() }}>
            {lines.getVirtualItems().map(({ index, start, key }) => {
              const event = found[index]!; // the virtualiser counts them
              const path = eventPath(event);
              return (
                <li
                  key={key}
                  className="event"
                  data-tone={eventTone(event)}
                  data-later={event.sequence > followed.length || undefined}
                  data-here={event.sequence === at || undefined}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <button
                    type="button"
                    className="event-number"
                    onClick={() => goTo({ at: event.sequence }, "replace")}
                  >
                    <span className="hidden">Show the run after event </span>
                    {event.sequence}
                  </button>
                  <span className="event-time">+{shortDuration(event.time - run.startedAt)}</span>
                  <span className="event-word">{eventWord(event)}</span>
                  {path === "" ? (
                    <span />
                  ) : (
                    <button type="button" className="event-path" onClick={() => goTo({ span: path })}>
                      <Text>{path}</Text>
                    </button>
                  )}
                  <span className="event-detail">
                    <Text>{eventDetail(event)}</Text>
                  </span>
                </li>
              );
            })}
          </ol>
        )}
      </div>
      {emitted.length > 0 && <Emitted emitted={emitted} start={run.startedAt} />}
    </div>
  );
}

function Emitted({ emitted, start }: { readonly emitted: readonly EmittedMessage[]; readonly start: number }) {
  return (
    <section className="emitted" aria-label="Emitted">
      <h3>
        Emitted <span className="section-note">since this page looks; kept nowhere</span>
      </h3>
      <ol>
        {emitted
          .slice(-8)
          .toReversed()
          .map(({ path, event, data, time }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the last eight are drawn anew each time
            <li key={index} className="event">
              <span className="event-time">+{shortDuration(time - start)}</span>
              <span className="event-word">
                <Text>{event ?? "item"}</Text>
              </span>
              <span className="event-path">
                <Text>{path}</Text>
              </span>
              <span className="event-detail">
                <Text>{brief(data)}</Text>
              </span>
            </li>
          ))}
      </ol>
    </section>
  );
}
