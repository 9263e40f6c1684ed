import { DefinitionError, type Run, type Span } from "@stepspan/engine";
import { quoteText } from "../display/escape-text.ts";
import { spanLabel } from "../display/span-label.ts";
import { endBefore, haveCommonMoment } from "../journal/intervals.ts";
import { hasJournal, runningIntervals } from "../journal/journals.ts";
import { type MatcherResult, resultOf } from "./matcher-result.ts";
import { requireRun, requireSpan } from "./received.ts";
import { endOf } from "./status-matchers.ts";

export function toHaveRunInParallel(received: unknown, ...names: readonly string[]): MatcherResult {
  const run = requireRun("toHaveRunInParallel", received);
  requireDifferent("toHaveRunInParallel", names);
  const spans = names.map((name) => requireSpan("toHaveRunInParallel", run, name));
  const intervals = spans.map((span) => runningIntervals(run, span));
  const pass = haveCommonMoment(intervals);
  return resultOf(run, {
    pass,
    subject: listOf(names),
    done: "run in parallel",
    found:
      notRun(run, spans) ?? (pass ? "at some moment they did" : `at no moment did they all run${doubt(run, spans)}`),
    names,
  });
}

export function toHaveRunBefore(received: unknown, earlier: string, later: string): MatcherResult {
  const run = requireRun("toHaveRunBefore", received);
  requireDifferent("toHaveRunBefore", [earlier, later]);
  const spans = [earlier, later].map((name) => requireSpan("toHaveRunBefore", run, name));
  const [first = [], second = []] = spans.map((span) => runningIntervals(run, span));
  const pass = first.length > 0 && second.length > 0 && endBefore(first, second) && startInOrder(run, spans);
  const [early, late] = [quoteText(earlier), quoteText(later)];
  return resultOf(run, {
    pass,
    subject: early,
    done: `run before ${late}`,
    found:
      notRun(run, spans) ?? (pass ? `${early} ended before ${late} started` : `${late} started before ${early} ended`),
    names: [earlier, later],
  });
}

/** Decides for two steps that started and ended in the same millisecond: spans are in the order of their start. */
function startInOrder(run: Run, spans: readonly Span[]): boolean {
  if (hasJournal(run) || spans.some(({ startedAt }) => startedAt === null)) return true;
  const [earlier = -1, later = -1] = spans.map((span) => run.spans.indexOf(span));
  return earlier < later;
}

function notRun(run: Run, spans: readonly Span[]): string | null {
  const idle = spans.find((span) => runningIntervals(run, span).length === 0);
  return idle === undefined ? null : `${quoteText(spanLabel(run, idle))} did not run: ${endOf(idle)}`;
}

function doubt(run: Run, spans: readonly Span[]): string {
  if (hasJournal(run)) return "";
  const isInstant = spans.some((span) => runningIntervals(run, span).some(({ start, end }) => start === end));
  return isInstant ? " as far as times in milliseconds tell (a run of testRun knows the order within one)" : "";
}

function requireDifferent(matcher: string, names: readonly string[]): void {
  if (new Set(names).size >= 2 && new Set(names).size === names.length) return;
  throw new DefinitionError(`${matcher} takes the names of at least two different steps, but got ${listOf(names)}.`);
}

function listOf(names: readonly string[]): string {
  const quoted = names.map((name) => quoteText(String(name)));
  if (quoted.length < 2) return quoted.join("") || "none";
  return `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}
