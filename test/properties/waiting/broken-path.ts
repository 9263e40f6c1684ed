import type { CriticalLink, Run, RunEvent, Span } from "@stepspan/engine";

/** A run, what it says of its critical path, and its events. */
interface Told {
  readonly run: Run;
  readonly events: readonly RunEvent[];
  readonly links: readonly CriticalLink[];
}

/**
 * A complaint about the critical path of a run; null if its links touch, cover the run from start to end, and each is
 * what it says of itself.
 */
export function brokenPath(run: Run, events: readonly RunEvent[]): string | null {
  const links = run.criticalPath;
  const shown = `the critical path ${JSON.stringify(links)}`;
  if (!Object.isFrozen(links) || !links.every(Object.isFrozen)) return `${shown} is not frozen`;
  if (links[0]?.because !== "start") return `${shown} does not begin with the start of the run`;
  if (links.at(-1)!.finishedAt !== (run.finishedAt ?? events.at(-1)!.time)) return `${shown} does not end with the run`;
  for (const [at, link] of links.entries()) {
    const complaint = brokenLink({ run, events, links }, link, links[at - 1]);
    if (complaint !== null) return `${shown}: ${link.path || "the run"} ${complaint}`;
  }
  return null;
}

function brokenLink({ run, events }: Told, link: CriticalLink, before: CriticalLink | undefined): string | null {
  if (link.startedAt !== (before?.finishedAt ?? run.startedAt)) return "does not touch the link before";
  if (link.finishedAt < link.startedAt) return "ends before it begins";
  if (link.path === "") return null;
  const span = run.spanAt(link.path);
  if (span.finishedAt !== null && link.finishedAt > span.finishedAt) return "goes on behind its span";
  if (before === undefined) return null;
  const earlier = run.spanAt(before.path);
  switch (link.because) {
    case "start":
      return isHeldBy(link.path, before.path) ? null : `is not held by ${before.path}`;
    case "dependency":
      return brokenDependency({ run, events }, span, before);
    case "item":
      return brokenItem(run.spanAt(ownerOf(link.path) ?? link.path), before);
    case "event":
      return ownerOf(link.path) === before.path ? null : `is no turn of ${before.path}`;
    case "retry":
      if (before.path !== link.path) return "retries another step";
      return endsOf(span).includes(link.startedAt) ? null : "has no attempt that failed then";
    case "slot":
      if (before.path === link.path) return null;
      return givesSlot(earlier, link.startedAt, events) ? null : `got no slot of ${before.path}`;
    default:
      return link.because satisfies never;
  }
}

function brokenItem({ path, items }: Span, before: CriticalLink): string | null {
  return items.some(wasEndedEarly) || isInItem(before.path, path) ? null : `has no item ${before.path}`;
}

/** It waited for the link before, and then for nothing else. Where steps were ended by others the chain leads to those. */
function brokenDependency({ run, events }: Omit<Told, "links">, span: Span, before: CriticalLink): string | null {
  const { path } = span;
  const own = events.filter((event) => "path" in event && event.path === path);
  if (own.some(({ type }) => ["map-started", "intake-opened", "child-started"].includes(type))) return null;
  const suspendedOn = own.flatMap((event) => (event.type === "evaluation-suspended" ? event.suspensions : []));
  const prefix = path.slice(0, path.lastIndexOf("/") + 1);
  const names = new Set([...span.dependencies.map(({ step }) => step), ...suspendedOn.flatMap(({ on }) => on)]);
  const known = [...names].map((step) => run.spanAt(prefix + escaped(step)));
  if (known.some(wasEndedEarly)) return null;
  if (!known.some((dependency) => isWithin(before.path, dependency.path))) return `does not depend on ${before.path}`;
  const required = span.dependencies.filter(({ certainty }) => certainty === "required");
  const begun = span.queuedAt ?? span.startedAt ?? span.finishedAt ?? Infinity;
  const later = required
    .map(({ step }) => run.spanAt(prefix + escaped(step)))
    .find(({ finishedAt }) => finishedAt !== null && finishedAt > before.finishedAt && finishedAt <= begun);
  return later === undefined ? null : `waited for ${later.path} longer than for ${before.path}`;
}

function wasEndedEarly({ startedAt, skipped, cancelled }: Span): boolean {
  return startedAt === null && (skipped?.kind === "upstream" || cancelled !== null);
}

/** Its attempt ended then, or came to a wait, be it again after a restart. */
function givesSlot(span: Span, time: number, events: readonly RunEvent[]): boolean {
  const isWait = (event: RunEvent) => event.type === "wait-started" && event.path === span.path && event.time === time;
  return endsOf(span).includes(time) || events.some(isWait);
}

function endsOf({ attempts }: Span): readonly (number | null)[] {
  return attempts.map(({ finishedAt }) => finishedAt);
}

function isHeldBy(path: string, holder: string): boolean {
  return ownerOf(path) === holder || path.slice(0, path.lastIndexOf("/")) === holder;
}

function isInItem(path: string, owner: string): boolean {
  return path.startsWith(`${owner}[`) || path.startsWith(`${owner}#`);
}

/** The step itself, or something that it holds: a step that ends with what it holds has no link for its end. */
function isWithin(path: string, step: string): boolean {
  return path === step || path.startsWith(`${step}/`) || isInItem(path, step);
}

/** The path of the step that an item, an iteration or a turn belongs to; null for a step. */
function ownerOf(path: string): string | null {
  return /^(.*)(?:\[\d+\]|#\d+)$/.exec(path)?.[1] ?? null;
}

/** A step's part of a path. */
function escaped(name: string): string {
  return name.replaceAll(/[%/[\]#]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
