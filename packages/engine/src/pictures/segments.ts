import type { Span } from "../spans/span.ts";
import type { WaterfallSegment } from "./waterfall.ts";

type Kind = WaterfallSegment["kind"];

/** What a span did, and for what it waited, from when it could have begun until it settled, or until `now`. */
export function segmentsOf(span: Span, now: number): readonly WaterfallSegment[] {
  const { queuedAt, startedAt, finishedAt, waited, stretches } = span;
  const ended = startedAt ?? finishedAt ?? now;
  const later = stretches.reduce(
    (sum, { kind, startedAt: since, finishedAt: until }) =>
      sum + (kind === "dependencies" ? (until ?? now) - since : 0),
    0,
  );
  const asked = queuedAt ?? ended;
  const segments: WaterfallSegment[] = [];
  addWait(segments, "dependencies", asked - Math.max(0, waited.dependencies - later), asked);
  addWait(segments, "slot", asked, ended);
  if (startedAt !== null) addWork(segments, span, startedAt, finishedAt ?? now);
  return segments;
}

function addWait(segments: WaterfallSegment[], kind: Kind, startedAt: number, finishedAt: number): void {
  if (finishedAt > startedAt) segments.push({ kind, startedAt, finishedAt, attempt: null, isFailure: false });
}

/** Between its stretches a step does what it is there for. An attempt that took no time has a segment all the same. */
function addWork(segments: WaterfallSegment[], span: Span, startedAt: number, end: number): void {
  const { attempts, waits, stretches } = span;
  const idle: Kind = waits.length > 0 ? "suspended" : "holding";
  let from = startedAt;
  let [next, shown] = [0, -1];
  const work = (until: number) => {
    if (attempts.length === 0) return addWait(segments, idle, from, until);
    while (next + 1 < attempts.length && attempts[next + 1]!.startedAt <= from) next++;
    const { number, error, finishedAt } = attempts[next]!;
    if (until <= from && (shown === next || (finishedAt ?? until) > until)) return;
    shown = next;
    segments.push({
      ...{ kind: "running", startedAt: from, finishedAt: until },
      ...{ attempt: number, isFailure: error !== null },
    });
  };
  for (const { kind, startedAt: since, finishedAt: until } of stretches) {
    work(since);
    addWait(segments, kind, since, until ?? end);
    from = until ?? end;
  }
  if (from < end || stretches.length === 0 || stretches.at(-1)!.finishedAt !== null) work(end);
}
