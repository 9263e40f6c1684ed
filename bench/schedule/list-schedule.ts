import type { Trace } from "./trace.ts";

/** How long it takes from the start of each task to the end of the last that waits for it, in milliseconds. */
export function longestPaths({ tasks }: Trace): readonly number[] {
  const paths = tasks.map(() => 0);
  for (let place = tasks.length - 1; place >= 0; place--) {
    const { durationMs, parents } = tasks[place]!; // an index of it
    const path = paths[place]! + durationMs; // what is behind it was added by those behind it
    paths[place] = path;
    for (const parent of parents) paths[parent] = Math.max(paths[parent]!, path);
  }
  return paths;
}

/** No schedule can be shorter: the longest path, or all the work shared among the slots. In milliseconds. */
export function lowerBound(trace: Trace, slots: number): number {
  const work = trace.tasks.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return Math.max(work / slots, ...longestPaths(trace));
}

/**
 * The makespan of list scheduling by longest path with known durations, in milliseconds: whenever a slot is free, the
 * ready task with the longest path begins, among equals the first of the list. It has nothing to do with the engine,
 * which is measured against it.
 */
export function listSchedule(trace: Trace, slots: number): number {
  const { tasks } = trace;
  const paths = longestPaths(trace);
  const missing = tasks.map(({ parents }) => parents.length);
  const ready = tasks.flatMap(({ parents }, place) => (parents.length === 0 ? [place] : []));
  const running: { readonly place: number; readonly end: number }[] = [];
  let [now, done] = [0, 0];
  while (done < tasks.length) {
    ready.sort((one, other) => paths[other]! - paths[one]! || one - other);
    for (const place of ready.splice(0, slots - running.length)) {
      running.push({ place, end: now + tasks[place]!.durationMs });
    }
    now = Math.min(...running.map(({ end }) => end));
    for (const { place } of running.filter(({ end }) => end === now)) {
      done++;
      tasks.forEach(({ parents }, child) => {
        for (const parent of parents) if (parent === place && --missing[child]! === 0) ready.push(child);
      });
    }
    running.splice(0, running.length, ...running.filter(({ end }) => end > now));
  }
  return now;
}
