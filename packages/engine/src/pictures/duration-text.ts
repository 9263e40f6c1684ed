const units: readonly (readonly [name: string, ms: number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
];

/** Milliseconds for people, in one or two units: `12.5 ms`, `340 ms`, `1.2 s`, `2 min 5 s`, `3 h`. */
export function durationText(ms: number): string {
  if (!Number.isFinite(ms)) return "without end";
  if (ms < 9.95) return `${Number(Math.max(0, ms).toFixed(1))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${Number((ms / 1000).toFixed(ms < 9950 ? 2 : 1))} s`;
  const seconds = Math.round(ms / 1000) * 1000;
  const at = units.findIndex(([, size]) => seconds >= size);
  const [[name, size], [nextName, nextSize]] = [units[at]!, units[at + 1]!]; // a minute at least
  const rounded = Math.round(seconds / nextSize) * nextSize;
  const rest = (rounded % size) / nextSize;
  return rest === 0 ? `${rounded / size} ${name}` : `${Math.floor(rounded / size)} ${name} ${rest} ${nextName}`;
}
