import type { Run, Span } from "@stepspan/engine";

/** What a message calls a span: a step by its name, what lies below one by its path, for example `outer/inner[3]`. */
export function spanLabel(run: Run, span: Span): string {
  return span.parentId === run.rootSpan.id ? span.name : span.path;
}
