const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time: a number of milliseconds, or a number with a unit, for example `"500ms"`, `"30s"`, `"5m"`, `"2h"`, `"1d"`. */
export type Duration = number | `${number}${"ms" | "s" | "m" | "h" | "d"}`;

/** The milliseconds of a duration; null if it is none: not finite, negative, or written otherwise. */
export function parseDuration(duration: unknown): number | null {
  const length = typeof duration === "string" ? parseText(duration) : duration;
  return typeof length === "number" && Number.isFinite(length) && length >= 0 ? length : null;
}

function parseText(text: string): number | null {
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  return parts === null ? null : Number(parts[1]) * milliseconds[parts[2]!]!; // the pattern has both groups
}
