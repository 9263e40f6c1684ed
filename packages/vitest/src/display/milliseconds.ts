/** A duration for people: `0 ms`, `0.4 ms`, `12 ms`; short ones with one decimal. */
export function milliseconds(duration: number): string {
  return `${duration < 10 ? Math.round(duration * 10) / 10 : Math.round(duration)} ms`;
}
