import type { Run, RunEvent, Span, WaitedTimes } from "@stepspan/engine";

type PathEvent = Extract<RunEvent, { readonly path: string }>;

const beginnings: readonly string[] = ["map-started", "loop-started", "intake-opened", "child-started", "wait-started"];
const settlements: readonly string[] = ["step-succeeded", "step-failed", "step-skipped", "step-cancelled"];
/** Sums of parts of milliseconds differ by the order in which they are added. */
const rounding = 1e-6;
const aboutRuns: readonly string[] = ["event-sent", "cancel-requested", "grace-expired", "run-stalled"];

/**
 * A complaint about what spans say of their waiting; null if all is as a slow reading of the events has it. Where an
 * attempt waited, or the run went on in another engine, only limits are looked at.
 */
export function brokenWaits(run: Run, events: readonly RunEvent[]): string | null {
  const last = events.at(-1)?.time ?? 0;
  for (const span of run.spans) {
    const own = events.filter((event): event is PathEvent => isAbout(event, span.path));
    const held = heldSince(span.path, events);
    const { dependencies, slot, retry } = span.waited;
    const shown = `${span.path} waited ${JSON.stringify(span.waited)}`;
    const all = (span.finishedAt ?? last) - held;
    if (Math.min(dependencies, slot, retry) < 0 || dependencies + slot + retry > all + rounding)
      return `${shown}, and there were ${all} ms for it`;
    if (!isSimple(own, events)) continue;
    const expected = waitsOf(own, { held, last, isTurn: isTurn(span, events) });
    for (const kind of ["dependencies", "slot", "retry"] as const)
      if (Math.abs((expected[kind] ?? span.waited[kind]) - span.waited[kind]) > rounding)
        return `${shown}, and its events say ${expected[kind]} for ${kind}`;
  }
  return null;
}

interface Frame {
  readonly held: number;
  readonly last: number;
  readonly isTurn: boolean;
}

/** Null for a turn of an `on` step: the list does not say which event it got. */
function waitsOf(
  own: readonly PathEvent[],
  { held, last, isTurn }: Frame,
): { [Kind in keyof WaitedTimes]: number | null } {
  const queued = own.find(({ type }) => type === "step-queued")?.time ?? null;
  const begun = own.find(({ type }) => beginnings.includes(type))?.time ?? null;
  const settled = own.find(({ type }) => settlements.includes(type))?.time ?? null;
  const from = (type: PathEvent["type"], until: readonly string[]) =>
    own.reduce((sum, event, at) => {
      if (event.type !== type) return sum;
      const end = own.slice(at + 1).find((later) => until.includes(later.type));
      return sum + (end?.time ?? last) - event.time;
    }, 0);
  const granted = ["attempt-started", ...settlements];
  return {
    dependencies: isTurn ? null : (queued ?? begun ?? settled ?? last) - held,
    slot: from("step-queued", granted) + from("retry-due", granted),
    retry: from("attempt-failed", ["retry-due", ...settlements]),
  };
}

/** The start of the run, of the child run or of the step with items. */
function heldSince(path: string, events: readonly RunEvent[]): number {
  const [, owner] = /^(.*)(?:\[\d+\]|#\d+)$/.exec(path) ?? [];
  const holder = owner ?? path.slice(0, Math.max(0, path.lastIndexOf("/")));
  if (holder === "") return events[0]!.time; // a run has begun
  return events.find((event) => isAbout(event, holder) && beginnings.includes(event.type))!.time; // what it holds has a span
}

function isAbout(event: RunEvent, path: string): boolean {
  return "path" in event && event.path === path && !aboutRuns.includes(event.type);
}

function isSimple(own: readonly PathEvent[], events: readonly RunEvent[]): boolean {
  const waits = own.some(({ type }) => type === "wait-started") && own.some(({ type }) => type === "attempt-started");
  return !waits && !events.some((event) => event.type === "run-resumed" && event.isRestart);
}

function isTurn({ path }: Span, events: readonly RunEvent[]): boolean {
  const owner = path.replace(/\[\d+\]$/, "");
  return owner !== path && events.some((event) => isAbout(event, owner) && event.type === "intake-opened");
}
