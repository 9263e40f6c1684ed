import type { Span } from "../spans/span.ts";

/** The spans and all below them, each before what it holds; without recursion. */
export function* everySpan(spans: readonly Span[]): Generator<Span> {
  const open = spans.toReversed();
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    yield span;
    for (const step of span.steps.toReversed()) open.push(step);
    for (const item of span.items.toReversed()) open.push(item);
  }
}
